package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants of the simulation find the bugs that they are meant to find. */
class PlantedBugsTest {
  /** A few hundred seeds take seconds; each bug shows within the first few. */
  private static final int SEEDS = 300;

  static Stream<PlantedBug> bugs() {
    return Stream.of(PlantedBug.values());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aPlantedBugIsFound(PlantedBug bug) {
    int seed = 1;
    var violation = "";
    while (violation.isEmpty() && seed <= SEEDS) {
      violation = bug.simulation().outcome(seed++).violation();
    }

    assertThat(violation).as("what %s seeds found of %s", seed - 1, bug).contains(bug.symptom());
  }
}

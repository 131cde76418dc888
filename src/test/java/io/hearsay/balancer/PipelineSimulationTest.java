package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline on simulated machines, under random faults. */
class PipelineSimulationTest {
  private static final int SEEDS = 30;

  /** Different seeds each time; one that fails becomes a case below. */
  @RepeatedTest(5)
  void everyInvariantHolds() {
    long first = ThreadLocalRandom.current().nextLong(1L << 40);
    System.out.println("pipeline: seeds " + first + " to " + (first + SEEDS - 1));
    for (long seed = first; seed < first + SEEDS; seed++) {
      holds(seed);
    }
  }

  /** Seeds that have found a fault. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        4,
        10,
        30,
        31,
        64,
        97,
        107,
        145,
        165,
        321,
        678,
        1135,
        2024,
        2344,
        425315,
        428369,
        946367070279L
      })
  void faultsFoundEarlierStayFixed(long seed) {
    holds(seed);
  }

  private static void holds(long seed) {
    var outcome = PipelineSimulation.run(seed);
    assertThat(outcome.violation()).as("seed %s\n%s", seed, outcome.story()).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameRun() {
    var once = PipelineSimulation.run(7);

    var again = PipelineSimulation.run(7);

    assertThat(again).isEqualTo(once);
    assertThat(PipelineSimulation.run(8).story()).isNotEqualTo(once.story());
  }
}

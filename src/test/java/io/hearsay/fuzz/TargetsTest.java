package io.hearsay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A short version of {@code make bench WHAT=fuzz} with the same inputs each time; a finding names
 * the number of its input.
 */
class TargetsTest {
  private static final long INPUTS = 3000;

  static final List<Target> ALL = Targets.ALL;

  @ParameterizedTest
  @FieldSource("ALL")
  void nothingIsFound(Target target) {
    var round = Round.of(target, 0, Math.max(200, INPUTS / target.share()));

    assertThat(round.findings())
        .as(target.name())
        .allSatisfy(
            f -> {
              throw new AssertionError("input " + f.number(), f.what());
            });
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void theSeedsOfATargetAreGood(Target target) {
    assertThat(target.seeds()).isNotEmpty();
    target.seeds().forEach(seed -> target.reader().read(seed.clone()));
  }

  /** Proves that failing inputs are found, without which the other tests mean nothing. */
  @Test
  void anExceptionIsAFinding() {
    var seed = List.of(new byte[64]);
    var target =
        new Target(
            "odd",
            TargetsTest.class,
            input -> Target.hold(Arrays.equals(input, seed.getFirst()), "it was mutated"),
            seed,
            List.of(),
            1);

    var round = Round.of(target, 0, 1000);

    assertThat(round.found()).isBetween(500L, 1000L);
    assertThat(round.findings().getFirst().what()).hasMessage("it was mutated");
    assertThat(new Mutator(target).input(7)).isEqualTo(new Mutator(target).input(7));
  }
}

package io.hearsay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.swim.MembershipHalf;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second of {@code make bench WHAT=simulator}, with different seeds each time. */
class SimulatorTest {
  private static final Duration BOX = Duration.ofSeconds(1);

  @Test
  void noSeedBreaksARule() throws Exception {
    long first = Runner.drawn();
    System.out.println("The simulator begins with seed " + first);

    var result = new Runner(Runner.HALVES, first, Long.MAX_VALUE, BOX).run();

    assertThat(result.finding()).isEmpty();
    assertThat(result.seeds()).allMatch(seeds -> seeds > 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 7, 8, 26, 32, 46, 97, 134, 181, 213, 221, 350})
  void seedsThatOnceBrokeARuleNoLongerDo(long seed) {
    assertThat(new MembershipHalf().violation(seed)).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameEpisode() {
    var half = new MembershipHalf();
    assertThat(half.trace(1)).isEqualTo(half.trace(1));
  }

  @Test
  void aBrokenRuleIsFoundAndNamesItsSeed() throws Exception {
    var broken =
        new Half() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Optional<String> violation(long seed) {
            return seed == 12 ? Optional.of("twelve") : Optional.empty();
          }
        };

    var result = new Runner(List.of(broken), 5, 100, BOX).run();

    assertThat(result.finding()).hasValue(new Runner.Finding(broken, 12, "twelve"));
  }
}

package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How long a suspect has to refute, by Lifeguard's formula. With the default profile: 1300–5000 and
 * 5250–9000 ms.
 */
class SuspicionTest {
  private static final long START = 1000;
  private static final long SILENT_SINCE = 400;

  private static Suspicion suspicion(int others, int multiplier, Evidence evidence) {
    return new Suspicion(Profile.container(), START, SILENT_SINCE, others, multiplier, evidence, 1);
  }

  @ParameterizedTest
  @CsvSource({
    // accusers, others that could confirm, multiplier, evidence, deadline
    "1, 9, 1, UNREACHABLE, 6000",
    "2, 9, 1, UNREACHABLE, 4150",
    "3, 9, 1, UNREACHABLE, 3068",
    "4, 9, 1, UNREACHABLE, 2300",
    "5, 9, 1, UNREACHABLE, 2300",
    "1, 0, 1, UNREACHABLE, 2300",
    "1, -1, 1, UNREACHABLE, 2300",
    "1, 1, 1, UNREACHABLE, 6000",
    "2, 1, 1, UNREACHABLE, 2300",
    "1, 9, 2, UNREACHABLE, 6000",
    "4, 9, 2, UNREACHABLE, 3600",
    "1, 9, 5, UNREACHABLE, 7500",
    "1, 9, 1, SILENT, 9400",
    "4, 9, 1, SILENT, 5650",
    "1, 9, 1, GONE, 1150",
    "4, 9, 1, GONE, 1150",
    "1, 9, 3, GONE, 1450",
  })
  void theDeadlineFollowsTheFormula(
      int accusers, int others, int multiplier, Evidence evidence, long deadline) {
    var suspicion = suspicion(others, multiplier, evidence);
    for (long accuser = 2; accuser <= accusers; accuser++) {
      suspicion.confirm(evidence, accuser, SILENT_SINCE);
    }
    assertThat(suspicion.deadline()).isEqualTo(deadline);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, UNREACHABLE, UNREACHABLE",
    "UNREACHABLE, SILENT, SILENT",
    "SILENT, UNREACHABLE, SILENT",
    "SILENT, GONE, GONE",
    "UNREACHABLE, GONE, GONE",
    "GONE, SILENT, GONE",
    "GONE, UNREACHABLE, GONE",
  })
  void theStrongerEvidenceCounts(Evidence first, Evidence second, Evidence both) {
    var suspicion = suspicion(9, 1, first);
    suspicion.confirm(second, 2, SILENT_SINCE);
    assertThat(suspicion.evidence()).isEqualTo(both);
  }

  @Test
  void anAccuserCountsOnce() {
    var suspicion = suspicion(9, 1, Evidence.UNREACHABLE);
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 1, SILENT_SINCE)).isFalse();
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 2, SILENT_SINCE)).isTrue();
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 2, SILENT_SINCE)).isFalse();
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 3, SILENT_SINCE)).isTrue();
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 4, SILENT_SINCE)).isTrue();
    // Three confirmations are expected; more change nothing.
    assertThat(suspicion.confirm(Evidence.UNREACHABLE, 5, SILENT_SINCE)).isFalse();
    // Stronger evidence does, whoever reports it.
    assertThat(suspicion.confirm(Evidence.GONE, 5, SILENT_SINCE)).isTrue();
    assertThat(suspicion.confirm(Evidence.GONE, 6, SILENT_SINCE)).isFalse();
    assertThat(suspicion.confirm(Evidence.GONE, 6, 0)).isFalse();
  }

  @Test
  void silenceCountsFromWhenItBegan() {
    var suspicion = suspicion(9, 1, Evidence.SILENT);
    assertThat(suspicion.confirm(Evidence.SILENT, 1, SILENT_SINCE + 1)).isFalse();
    assertThat(suspicion.silentSince()).isEqualTo(SILENT_SINCE);
    assertThat(suspicion.confirm(Evidence.SILENT, 1, 100)).isTrue();
    assertThat(suspicion.silentSince()).isEqualTo(100);
    assertThat(suspicion.deadline()).isEqualTo(9100);
  }
}

package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebouncerTest {
  private static final long QUIET = 50;
  private static final long MIN_GAP = 1000;
  private static final long MAX_WAIT = 3000;

  private Debouncer pacer;

  @BeforeEach
  void start() {
    pacer = new Debouncer(QUIET, MIN_GAP, MAX_WAIT);
  }

  @Test
  void nothingIsDueBeforeAChange() {
    assertThat(pacer.due()).isEmpty();
  }

  @Test
  void aChangeOutOfTheCalmIsDueAtOnce() {
    pacer.changed(10_000);

    assertThat(pacer.due()).hasValue(10_000);
  }

  /** Changes at 10 000 and after each gap: when the last one is due. */
  @ParameterizedTest
  @CsvSource({
    // One that follows before it was applied: after a quiet time from its own.
    "0, 10050",
    "1, 10051",
    "49, 10099",
    "50, 10100",
    "51, 10101",
    // However late it comes, the first one waits no longer than the maximum.
    "2949, 12999",
    "2950, 13000",
    "2951, 13000",
    "5000, 13000"
  })
  void aSecondChangeWaitsForAPauseButNotForEver(long gap, long due) {
    pacer.changed(10_000);

    pacer.changed(10_000 + gap);

    assertThat(pacer.due()).hasValue(due);
  }

  @Test
  void changesThatNeverPauseWaitNoLongerThanTheMaximum() {
    long last = 0;
    for (long now = 10_000; now < 20_000; now += QUIET - 1) {
      pacer.changed(now);
      last = pacer.due().getAsLong();
    }

    assertThat(last).isEqualTo(10_000 + MAX_WAIT);
  }

  /** One change at 10 000, applied at once, and the next one after that gap. */
  @ParameterizedTest
  @CsvSource({"0, 10050", "49, 10099", "50, 10100", "51, 10051", "60000, 70000"})
  void aChangeSoonAfterOneThatWasAppliedIsGathered(long gap, long due) {
    pacer.changed(10_000);
    pacer.settled();

    pacer.changed(10_000 + gap);

    assertThat(pacer.due()).hasValue(due);
  }

  @Test
  void whatIsSettledIsNotDue() {
    pacer.changed(10_000);

    pacer.settled();

    assertThat(pacer.due()).isEmpty();
  }

  @Test
  void theMaximumCountsFromTheFirstChangeThatIsPending() {
    pacer.changed(10_000);
    pacer.settled();
    pacer.changed(10_020);

    pacer.changed(13_019);

    assertThat(pacer.due()).hasValue(13_020);
  }

  @Test
  void theFirstReloadWaitsForNothing() {
    assertThat(pacer.reloadDue(false)).isLessThan(0);
    assertThat(pacer.reloadDue(true)).isLessThan(0);
  }

  @ParameterizedTest
  @CsvSource({"false, 11000", "true, 16000"})
  void reloadsKeepADistanceThatIsLargerWhileOldProcessesAreLeft(boolean crowded, long due) {
    pacer.reloaded(10_000);

    assertThat(pacer.reloadDue(crowded)).isEqualTo(due);
  }

  @Test
  void aChangeDoesNotMoveTheNextReload() {
    pacer.reloaded(10_000);

    pacer.changed(10_500);
    pacer.settled();

    assertThat(pacer.reloadDue(false)).isEqualTo(11_000);
  }
}

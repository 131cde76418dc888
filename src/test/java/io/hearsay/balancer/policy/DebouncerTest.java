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

  private Debouncer debouncer;

  @BeforeEach
  void start() {
    debouncer = new Debouncer(QUIET, MIN_GAP, MAX_WAIT);
  }

  @Test
  void nothingIsDueBeforeAChange() {
    assertThat(debouncer.due()).isEmpty();
  }

  @Test
  void aChangeOutOfTheCalmIsDueImmediately() {
    debouncer.changed(10_000);

    assertThat(debouncer.due()).hasValue(10_000);
  }

  /** Changes at 10 000 and after each gap: when the last one is due. */
  @ParameterizedTest
  @CsvSource({
    // A change that follows before the first was applied is due a quiet time after itself.
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
  void aSecondChangeWaitsForAPauseUpToAMaximum(long gap, long due) {
    debouncer.changed(10_000);

    debouncer.changed(10_000 + gap);

    assertThat(debouncer.due()).hasValue(due);
  }

  @Test
  void changesThatNeverPauseWaitNoLongerThanTheMaximum() {
    long last = 0;
    for (long now = 10_000; now < 20_000; now += QUIET - 1) {
      debouncer.changed(now);
      last = debouncer.due().getAsLong();
    }

    assertThat(last).isEqualTo(10_000 + MAX_WAIT);
  }

  /** One change at 10 000, applied immediately, and the next one after that gap. */
  @ParameterizedTest
  @CsvSource({"0, 10050", "49, 10099", "50, 10100", "51, 10051", "60000, 70000"})
  void aChangeSoonAfterAnApplyIsGathered(long gap, long due) {
    debouncer.changed(10_000);
    debouncer.settled();

    debouncer.changed(10_000 + gap);

    assertThat(debouncer.due()).hasValue(due);
  }

  @Test
  void settledChangesAreNotDue() {
    debouncer.changed(10_000);

    debouncer.settled();

    assertThat(debouncer.due()).isEmpty();
  }

  @Test
  void theMaximumCountsFromTheFirstPendingChange() {
    debouncer.changed(10_000);
    debouncer.settled();
    debouncer.changed(10_020);

    debouncer.changed(13_019);

    assertThat(debouncer.due()).hasValue(13_020);
  }

  @Test
  void theFirstReloadWaitsForNothing() {
    assertThat(debouncer.reloadDue(false)).isLessThan(0);
    assertThat(debouncer.reloadDue(true)).isLessThan(0);
  }

  @ParameterizedTest
  @CsvSource({"false, 11000", "true, 16000"})
  void theGapBetweenReloadsIsLargerWhileOldProcessesAreLeft(boolean crowded, long due) {
    debouncer.reloaded(10_000);

    assertThat(debouncer.reloadDue(crowded)).isEqualTo(due);
  }

  @Test
  void aChangeDoesNotMoveTheNextReload() {
    debouncer.reloaded(10_000);

    debouncer.changed(10_500);
    debouncer.settled();

    assertThat(debouncer.reloadDue(false)).isEqualTo(11_000);
  }
}

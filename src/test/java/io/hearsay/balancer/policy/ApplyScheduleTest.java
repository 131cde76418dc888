package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyScheduleTest {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NOW = 100_000;

  private ApplySchedule schedule;

  @BeforeEach
  void start() {
    schedule = new ApplySchedule(new Debouncer(50, 1000, 3000));
    schedule.ticked(NOW);
  }

  @Test
  void haproxyIsLookedAtEveryHalfSecondWhateverHappens() {
    assertThat(schedule.next(NEVER)).isEqualTo(NOW + 500);
    assertThat(schedule.tickIsDue(NOW + 499)).isFalse();
    assertThat(schedule.tickIsDue(NOW + 500)).isTrue();
  }

  @Test
  void aNewScheduleLooksImmediately() {
    var fresh = new ApplySchedule(new Debouncer(50, 1000, 3000));

    assertThat(fresh.tickIsDue(0)).isTrue();
    assertThat(fresh.next(NEVER)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"100010, 100010", "100499, 100499", "100500, 100500", "100501, 100500"})
  void aViewToBeReviewedLaterIsReviewedThen(long review, long next) {
    assertThat(schedule.next(review)).isEqualTo(next);
  }

  @Test
  void aChangeOutOfTheCalmIsDueImmediately() {
    schedule.changed(NOW);

    assertThat(schedule.pending()).isTrue();
    assertThat(schedule.isDue(NOW)).isTrue();
    assertThat(schedule.next(NEVER)).isEqualTo(NOW);
  }

  @Test
  void nothingIsDueWithoutAChange() {
    assertThat(schedule.pending()).isFalse();
    assertThat(schedule.isDue(NOW + 1_000_000)).isFalse();
  }

  @Test
  void gatheredChangesAreDueAfterThePause() {
    schedule.changed(NOW);
    schedule.changed(NOW + 10);

    assertThat(schedule.isDue(NOW + 59)).isFalse();
    assertThat(schedule.isDue(NOW + 60)).isTrue();
    assertThat(schedule.next(NEVER)).isEqualTo(NOW + 60);
  }

  @Test
  void aFailureIsRetriedWithPausesThatDoubleUpToALimit() {
    schedule.changed(NOW);
    var pauses = new ArrayList<Long>();

    long now = NOW;
    for (int i = 0; i < 6; i++) {
      schedule.failed(now);
      long at = now;
      while (!schedule.isDue(at)) {
        at++;
      }
      pauses.add(at - now);
      now = at;
    }

    assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
  }

  @Test
  void thePausesStartOverOnceEverythingIsApplied() {
    schedule.changed(NOW);
    schedule.failed(NOW);
    schedule.failed(NOW);
    schedule.applied();
    assertThat(schedule.pending()).isFalse();

    schedule.changed(NOW + 10_000);
    schedule.failed(NOW + 10_000);

    assertThat(schedule.isDue(NOW + 10_499)).isFalse();
    assertThat(schedule.isDue(NOW + 10_500)).isTrue();
  }

  @Test
  void aChangeOfServersDoesNotWaitForThePause() {
    schedule.changed(NOW);
    schedule.failed(NOW);

    schedule.changed(NOW + 100);
    schedule.atOnce(NOW + 100);

    assertThat(schedule.isDue(NOW + 149)).isFalse();
    assertThat(schedule.isDue(NOW + 150)).isTrue();
  }

  @Test
  void aReloadWaitsForThePause() {
    schedule.failed(NOW);
    schedule.reloadWaitsToo();

    schedule.atOnce(NOW + 100);

    assertThat(schedule.reloadDue(false)).isEqualTo(NOW + 500);
  }

  @Test
  void anotherTextIsTriedImmediatelyReloadIncluded() {
    schedule.changed(NOW);
    schedule.failed(NOW);
    schedule.reloadWaitsToo();

    schedule.tryOther(NOW + 100);

    assertThat(schedule.isDue(NOW + 100)).isTrue();
    assertThat(schedule.reloadDue(false)).isEqualTo(NOW + 100);
  }

  @ParameterizedTest
  @CsvSource({"false, 101000", "true, 106000"})
  void aReloadWaitsForTheLongerOfGapAndPause(boolean crowded, long due) {
    schedule.reloaded(NOW);
    schedule.failed(NOW);
    schedule.reloadWaitsToo();

    assertThat(schedule.reloadDue(crowded)).isEqualTo(due);
  }

  @Test
  void aReloadThatMustWaitIsTriedWhenItIsDue() {
    schedule.changed(NOW);

    schedule.waitUntil(NOW + 300);

    assertThat(schedule.isDue(NOW + 299)).isFalse();
    assertThat(schedule.next(NEVER)).isEqualTo(NOW + 300);
  }

  @Test
  void aChangeThatWasGivenUpIsNotRetriedAndDelaysNothingElse() {
    schedule.changed(NOW);
    schedule.failed(NOW);

    schedule.gaveUp();

    assertThat(schedule.pending()).isFalse();
    schedule.changed(NOW + 100);
    assertThat(schedule.isDue(NOW + 100)).isTrue();
  }

  @Test
  void afterATakeoverNothingIsAppliedUntilTheClusterIsComplete() {
    schedule.adopted(NOW);
    schedule.changed(NOW);
    schedule.atOnce(NOW);

    assertThat(schedule.isDue(NOW + 499)).isFalse();
    assertThat(schedule.isDue(NOW + 500)).isTrue();
  }
}

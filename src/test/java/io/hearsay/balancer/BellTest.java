package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BellTest {
  private static final long FOR_EVER = Long.MAX_VALUE / 2;

  private final TimeSource time = TimeSource.system();
  private final Bell bell = new Bell(time.millis());

  @Test
  void aRingBeforeTheSleepIsNotLost() throws Exception {
    bell.ring();

    bell.sleepUntil(FOR_EVER);
  }

  @Test
  void aRingWakesOnce() throws Exception {
    bell.ring();
    bell.ring();
    bell.sleepUntil(FOR_EVER);
    long begun = time.now();

    bell.sleepUntil(begun + 50);

    assertThat(time.now()).isGreaterThanOrEqualTo(begun + 50);
  }

  @Test
  void aSleeperWakesUp() throws Exception {
    var awake = new CountDownLatch(1);
    var sleeper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    bell.sleepUntil(FOR_EVER);
                    awake.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    // It makes no difference whether the sleeper sleeps already.
    bell.ring();

    assertThat(awake.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(sleeper.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aTimeInThePastIsNoSleep() throws Exception {
    bell.sleepUntil(time.now() - 1);
  }
}

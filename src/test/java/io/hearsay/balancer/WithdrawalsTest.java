package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.membership.TrafficMode;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A caller that waits for a member to be out is notified when it is, by a real HAProxy and without
 * one.
 */
class WithdrawalsTest {
  @TempDir Path dir;

  @Test
  void waitersAreNotifiedAndCancelledOnesAreForgotten() {
    var out = new AtomicBoolean();
    var asked = new AtomicInteger();
    var withdrawals =
        new Withdrawals(
            member -> {
              asked.incrementAndGet();
              return out.get();
            });
    var waits = withdrawals.when("web1");
    var leaves = withdrawals.when("web1");
    withdrawals.look();
    assertThat(waits).isNotDone();
    leaves.cancel(false);
    asked.set(0);

    out.set(true);
    withdrawals.look();

    assertThat(waits).isCompleted();
    assertThat(asked).hasValue(1);
    assertThat(withdrawals.when("web2")).isCompleted();
    asked.set(0);
    withdrawals.look();
    assertThat(asked).hasValue(0);
  }

  @Test
  void aMemberIsOutWhenHaproxySendsItNothingAnyMore() throws Exception {
    try (var test = new TestBalancer(dir).undamped()) {
      var one = Views.web("web1", test.web("one"));
      var two = Views.web("web2", test.web("two"));
      test.start().balancer.submit(Views.of(one, two));
      test.awaitApplied();
      var out = test.balancer.whenWithdrawn("web1");
      assertThat(out).isNotDone();

      test.balancer.submit(Views.of(Views.with(one, TrafficMode.DRAIN), two));
      out.get(10, TimeUnit.SECONDS);

      for (int i = 0; i < 6; i++) {
        assertThat(test.get().body()).isEqualTo("two");
      }
      assertThat(test.balancer.whenWithdrawn("web1")).isCompleted();
    }
  }

  @Test
  void aServerThatIsBeingAppliedIsNotOut() throws Exception {
    try (var test = new TestBalancer(dir).undamped()) {
      var balancer = new AtomicReference<Reconciler>();
      var during = new CopyOnWriteArrayList<Boolean>();
      balancer.set(
          new Reconciler(
              test.settings,
              step -> {
                if (step == ApplyStep.CHECKED) {
                  during.add(balancer.get().withdrawn("web1"));
                }
              }));
      test.balancer = balancer.get();
      test.balancer.start();
      test.balancer.submit(Views.of());
      test.awaitApplied();
      await().until(() -> during.size() == 1);
      assertThat(during.getFirst()).isTrue();

      test.balancer.submit(Views.of(Views.web("web1", test.web("one"))));
      await().until(() -> during.size() == 2);

      assertThat(during.getLast()).isFalse();
    }
  }
}

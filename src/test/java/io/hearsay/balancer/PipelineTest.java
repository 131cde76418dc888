package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.sim.SimFaults.Kind;
import io.hearsay.membership.MemberStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Faults that the simulation has found, each as the shortest story that shows it. */
class PipelineTest {
  @AutoClose private SimulatedBalancer test = new SimulatedBalancer(UnaryOperator.identity());

  private void serve(String... names) {
    var members = new io.hearsay.membership.Member[names.length];
    for (int i = 0; i < names.length; i++) {
      members[i] = Views.web(names[i], 8080);
    }
    test.inbox.submit(Views.of(members));
  }

  @Test
  void aMemberIsNotOutWhenHaproxyRestartsWithAnOlderTextThatHasIt() {
    serve("a", "b");
    test.goOn(2000);
    // From here on the file is older than what HAProxy was changed to.
    test.host.faults().set(Kind.CHECK_FAILS, true);
    serve("a");
    test.goOn(100);
    assertThat(test.pipeline.report().withdrawn("b")).isTrue();
    assertThat(test.haproxy().sendsTo("b")).isFalse();

    test.haproxy().end();
    boolean wasBack = false;
    for (int i = 0; i < 100; i++) {
      test.goOn(10);
      boolean gets = test.host.alive().stream().anyMatch(p -> p.serves() && p.sendsTo("b"));
      wasBack |= gets;
      assertThat(gets && test.pipeline.report().withdrawn("b")).isFalse();
    }

    assertThat(wasBack).isTrue();
    assertThat(test.haproxy().sendsTo("b")).isFalse();
    assertThat(test.pipeline.report().withdrawn("b")).isTrue();
  }

  @Test
  void noMemberIsOutWhileItIsUnknownWhatHaproxyHas() {
    serve("a", "b");
    test.goOn(2000);
    test.host.faults().set(Kind.HANGS, true);
    test.host.faults().set(Kind.START_FAILS, true);

    serve("a");
    test.goOn(100);

    assertThat(test.haproxy().sendsTo("b")).isTrue();
    assertThat(test.pipeline.report().withdrawn("b")).isFalse();
    assertThat(test.pipeline.report().withdrawn("c")).isFalse();
  }

  @Test
  void itSleepsWhileTheLastServersAreKept() {
    test.close();
    test = new SimulatedBalancer(s -> SimSettings.minServers(s, 2, Duration.ofSeconds(5)));
    serve("a", "b");
    test.goOn(2000);
    serve();
    test.goOn(10_000);

    int steps = test.goOn(10_000);

    assertThat(steps).isLessThan(25);
    assertThat(test.haproxy().sendsTo("a")).isTrue();
  }

  @Test
  void aHaproxyThatEndsSoonAfterARestartServesAgainAfterThePause() {
    serve("a");
    test.goOn(60_000);
    test.haproxy().end();
    test.goOn(1001);

    test.haproxy().end();
    // The pause is a quarter of a second, shorter than the half second between two looks at
    // HAProxy.
    test.goOn(250 + 150);

    assertThat(test.haproxy().sendsTo("a")).isTrue();
  }

  @Test
  void aHaproxyThatSomebodyReplacesBeforeTheFirstViewIsTakenOver() {
    serve("a");
    test.goOn(2000);
    test.start();
    test.goOn(100);

    test.host.takeOverByHand(10_000);
    test.goOn(2000);

    assertThat(test.status().lastError()).isEmpty();
    assertThat(test.status().pid()).isEqualTo(test.haproxy().pid());
    serve("a", "b");
    test.goOn(2000);
    assertThat(test.haproxy().sendsTo("b")).isTrue();
    assertThat(test.status().current()).isTrue();
  }

  @Test
  void aDrainedMemberGetsNothingWhileItGoesIntoMaintenance() {
    var drains = Views.web("b", 8080, MemberStatus.LEAVING, Map.of());
    test.inbox.submit(Views.of(Views.web("a", 8080), drains));
    test.goOn(2000);
    assertThat(test.haproxy().sendsTo("b")).isFalse();

    var sent = new java.util.concurrent.atomic.AtomicBoolean();
    test.host.onCommand(() -> sent.set(sent.get() || test.haproxy().sendsTo("b")));
    test.inbox.submit(
        Views.of(
            Views.web("a", 8080),
            Views.with(Views.web("b", 8080), io.hearsay.membership.TrafficMode.MAINTENANCE)));
    test.goOn(2000);

    assertThat(test.status().current()).isTrue();
    assertThat(sent).isFalse();
  }
}

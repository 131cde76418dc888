package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.plan.ServerChange;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event reports something that happened, and nothing else. */
class ProxyEventsTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;
  private int port;
  private final List<ProxyEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    test = new TestBalancer(dir);
    port = test.web("one");
    test.template("{#include built-in}{/include}\n");
  }

  private ProxyStatus start() {
    test.balancer = new Reconciler(test.settings);
    test.balancer.onEvent(events::add);
    test.balancer.start();
    test.balancer.submit(Views.of(Views.web("web1", port)));
    return test.awaitApplied();
  }

  private ProxyEvent.Applied applied() {
    await().until(() -> events.size() == 1);
    return (ProxyEvent.Applied) events.getFirst();
  }

  @Test
  void aStartIsAReloadWithThatReason() {
    start();
    assertThat(applied().how().reload()).contains(ReloadReason.START);
    assertThat(applied().how().method()).isEqualTo(ProxyStatus.Method.RELOAD);
    assertThat(applied().millis()).isPositive();
  }

  @Test
  void aDrainIsReportedWithTheWeightsBeforeAndAfter() {
    start();
    events.clear();

    test.apply(Views.of(Views.with(Views.web("web1", port), TrafficMode.DRAIN)));

    assertThat(applied().servers().first())
        .containsExactly(new ServerChange("web", "web1", "weight 100 -> 0"));
    assertThat(applied().how().reload()).isEmpty();
    assertThat(applied().text())
        .isEqualTo("changed at run time: 1 server changed: web1 weight 100 -> 0");
    assertThat(applied().revision()).isEqualTo(2);
  }

  @Test
  void aReloadReportsItsServersToo() {
    start();
    events.clear();

    test.apply(CrashingBalancer.otherService(port));

    // What needs no reload may come first; everything is reported, and nothing twice.
    var all = events.stream().map(ProxyEvent.Applied.class::cast).toList();
    assertThat(all.getLast().how().reload()).contains(ReloadReason.BACKENDS);
    assertThat(all.stream().flatMap(a -> a.servers().first().stream()))
        .containsExactlyInAnyOrder(
            new ServerChange("web", "web1", "removed"),
            new ServerChange("api", "api1", "added"),
            new ServerChange("web", "web2", "added"));
  }

  @Test
  void aRevisionWithoutEffectIsNoEvent() throws Exception {
    start();
    events.clear();

    // A revision without effect: a tag that no balancer reads.
    test.balancer.submit(
        Views.of(Views.web("web1", port, MemberStatus.ALIVE, Map.of("color", "blue"))));
    Files.writeString(
        test.settings.template().orElseThrow(), "{#include built-in}{/include}\n# a remark\n");
    await().until(() -> test.file().contains("# a remark"));
    test.apply(Views.of(Views.web("web1", port), Views.web("web2", port)));

    assertThat(applied().servers().first())
        .containsExactly(new ServerChange("web", "web2", "added"));
  }

  @Test
  void haproxysDeathAndReturnAreEventsOfTheirOwn() {
    long pid = start().pid();
    events.clear();

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    await().until(() -> events.size() >= 2);
    assertThat(events).first().isInstanceOf(ProxyEvent.Died.class);
    assertThat(((ProxyEvent.Died) events.getFirst()).pid()).isEqualTo(pid);
    var back = test.awaitStatus(s -> s.answering() && s.pid() != pid && s.current());
    assertThat(events).hasSize(2);
    assertThat(events.getLast())
        .isInstanceOfSatisfying(
            ProxyEvent.Restarted.class,
            restarted -> {
              assertThat(restarted.pid()).isEqualTo(back.pid());
              assertThat(restarted.millis()).isBetween(0L, 5000L);
            });
  }

  @Test
  void aFailureIsReportedOnceWithItsKind() throws Exception {
    start();
    events.clear();

    Files.writeString(test.settings.template().orElseThrow(), "{config.nothing}\n");

    await().until(() -> !events.isEmpty());
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ProxyEvent.Failed.class, f -> assertThat(f.kind().label()).isEqualTo("template"));
  }

  @Test
  void withoutDrivingHaproxyTheFileIsAllThatChanges() throws Exception {
    test.with(s -> s.with(BalancerOption.RELOAD, BalancerSettings.Mode.NONE));
    test.balancer = new Reconciler(test.settings);
    test.balancer.onEvent(events::add);
    test.balancer.start();
    test.balancer.submit(Views.of(Views.web("web1", port)));
    var first = test.awaitStatus(s -> s.appliedRevision() == 1);

    assertThat(first.driven()).isFalse();
    assertThat(first.pid()).isZero();
    assertThat(first.method()).isEqualTo(ProxyStatus.Method.FILE);
    assertThat(first.current()).isTrue();
    assertThat(test.haproxies()).isEmpty();
    assertThat(test.file()).contains("server web1");
    assertThat(test.balancer.appliedConfig()).hasValue(test.file());
    assertThat(applied().text()).contains("written").contains("not driven");
    // Nobody knows what the program that drives it does; a member that stops is not told that it
    // may.
    assertThat(test.balancer.withdrawn("web9")).isFalse();

    // A script of the operator's starts it; it stays unchanged until that script acts.
    var script =
        new ProcessBuilder(
                HaproxyBinaries.SYSTEM, "-db", "-f", test.settings.config().toString(), "-q")
            .start();
    try {
      await().ignoreExceptions().until(() -> test.get().body(), "one"::equals);
      events.clear();
      test.balancer.reload("because");
      test.balancer.submit(CrashingBalancer.otherServer(test.web("two")));
      test.awaitStatus(s -> s.appliedRevision() == s.revision() && s.revision() > 1);
      assertThat(test.file()).contains("server web2").doesNotContain("server web1");
      assertThat(test.get().body()).isEqualTo("one");
      assertThat(applied().servers().count()).isEqualTo(2);

      // A text that HAProxy would refuse does not reach the file.
      var good = test.file();
      Files.writeString(
          test.settings.template().orElseThrow(),
          "{#include built-in}{/include}\nbackend broken\n    no-such-keyword\n");
      test.awaitStatus(s -> s.lastError().filter(e -> e.contains("no-such-keyword")).isPresent());
      assertThat(test.file()).isEqualTo(good);
    } finally {
      script.destroyForcibly();
      script.waitFor();
    }

    // The next sidecar does not empty the file merely because it has met nobody yet.
    test.balancer.close(true);
    test.template("{#include built-in}{/include}\n");
    var before = test.file();
    test.start().balancer.submit(Views.of());
    test.balancer.submit(CrashingBalancer.otherServer(test.web("three")));
    test.awaitStatus(s -> s.appliedRevision() == s.revision() && s.revision() > 0);
    assertThat(before).contains("server web2");
    assertThat(test.file()).contains("server web2");
  }
}

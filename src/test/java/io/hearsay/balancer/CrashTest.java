package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.membership.ClusterView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A sidecar is killed at each step of an apply, and the next one recovers. */
class CrashTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir);
  }

  @ParameterizedTest
  @EnumSource(value = ApplyStep.class, mode = Mode.EXCLUDE, names = "CHANGED_AT_RUN_TIME")
  void killedDuringAReload(ApplyStep step) throws Exception {
    int second = test.web("two");

    var last = survives(step, true, second, CrashingBalancer.otherService(second));

    assertThat(test.file()).contains("server api1");
    assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
    if (step == ApplyStep.RECORDED) {
      assertThat(last.reloads()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ApplyStep.class,
      mode = Mode.EXCLUDE,
      names = {"STATE_SAVED", "STARTED"})
  void killedDuringAChangeAtRunTime(ApplyStep step) throws Exception {
    int second = test.web("two");

    var last = survives(step, false, second, CrashingBalancer.otherServer(second));

    if (step == ApplyStep.RECORDED) {
      assertThat(last.reloads()).isZero();
    }
  }

  private ProxyStatus survives(ApplyStep step, boolean reload, int second, ClusterView wanted)
      throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    test.awaitApplied();
    test.balancer.close();
    var before = test.file();
    try (var traffic = new Traffic(test.port)) {
      await().until(() -> traffic.good() > 0);

      assertThat(doomed(step, reload, second)).isEqualTo(CrashingBalancer.KILLED);
      var left = test.file();
      long serving = test.serving();

      test.start();
      var adopted = test.awaitStatus(ProxyStatus::answering);
      assertThat(adopted.pid()).isEqualTo(serving);
      test.balancer.submit(wanted);
      var last = test.awaitApplied();

      var after = test.file();
      assertThat(left).isIn(before, after);
      assertThat(after).contains("server web2").doesNotContain("server web1");
      assertThat(test.balancer.appliedConfig()).hasValue(after);
      await().atMost(Duration.ofSeconds(10)).until(() -> test.haproxies().size() == 1);
      assertThat(test.haproxies()).containsExactly(last.pid());
      assertThat(test.serving()).isEqualTo(last.pid());
      for (int i = 0; i < 5; i++) {
        assertThat(Traffic.ask(test.port)).endsWith("two");
      }
      long soFar = traffic.good();
      await().until(() -> traffic.good() > soFar);
      assertThat(traffic.failures()).isEmpty();
      return last;
    }
  }

  private int doomed(ApplyStep step, boolean reload, int second) throws Exception {
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingBalancer.class.getName(),
                dir.toString(),
                String.valueOf(test.port),
                String.valueOf(test.statsPort),
                step.name(),
                String.valueOf(reload),
                String.valueOf(second))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("doomed.log").toFile())
            .start();
    try {
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return child.exitValue();
    } finally {
      child.destroyForcibly();
    }
  }
}

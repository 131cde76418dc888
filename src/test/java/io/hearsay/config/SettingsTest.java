package io.hearsay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearsay.cluster.HostPort;
import io.hearsay.cluster.swim.Profile;
import io.hearsay.health.app.CheckSettings;
import io.hearsay.health.app.CheckTarget;
import io.hearsay.proxy.BalancerSettings;
import io.hearsay.supervise.ProcessSettings;
import io.hearsay.supervise.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path dir;

  private static AgentSettings settings(
      Map<String, List<String>> flags, Map<String, String> environment) throws InvalidSettings {
    return Settings.of(new Sources(flags, environment, Optional.empty()), "host1");
  }

  private static List<String> problems(
      Map<String, List<String>> flags, Map<String, String> environment, Path file) {
    return catchThrowableOfType(
            InvalidSettings.class,
            () -> Settings.of(new Sources(flags, environment, Optional.ofNullable(file)), "host1"))
        .problems();
  }

  @Test
  void theDefaults() throws InvalidSettings {
    var s = settings(Map.of(), Map.of());

    assertThat(s.cluster().name()).isEqualTo("host1");
    assertThat(s.cluster().bind().getAddress().getHostAddress()).isEqualTo("0.0.0.0");
    assertThat(s.cluster().bind().getPort()).isEqualTo(7946);
    assertThat(s.cluster().advertise()).isEmpty();
    assertThat(s.cluster().seeds()).isEmpty();
    assertThat(s.cluster().label()).isEmpty();
    assertThat(s.cluster().keyring().encrypts()).isFalse();
    assertThat(s.cluster().profile()).isEqualTo(Profile.container());
    assertThat(s.cluster().tags().asMap()).isEmpty();
    assertThat(s.http()).hasToString("127.0.0.1:7373");
    assertThat(s.health()).hasToString("0.0.0.0:7374");
    assertThat(s.token()).isEmpty();
    assertThat(s.stop().drain()).isEqualTo(Duration.ofSeconds(1));
    assertThat(s.stop().connections()).isEqualTo(Duration.ofSeconds(5));
    assertThat(s.stop().total()).isEqualTo(Duration.ofSeconds(8));
    assertThat(s.cluster().healthy()).isTrue();
    assertThat(s.check())
        .isEqualTo(
            new CheckSettings(
                new CheckTarget.None(), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 2));
    assertThat(s.supervise().isEmpty()).isTrue();
    assertThat(s.supervise().signals()).containsExactly("HUP", "QUIT", "USR1", "USR2", "WINCH");
    assertThat(s.isBalancer()).isFalse();
    var b = s.balancer();
    assertThat(b.haproxy()).isEqualTo("haproxy");
    assertThat(b.config()).isEqualTo(Path.of("/etc/haproxy/haproxy.cfg"));
    assertThat(b.runDir()).isEqualTo(Path.of("/etc/haproxy"));
    assertThat(b.template()).isEmpty();
    assertThat(b.frontend()).isEqualTo(":80");
    assertThat(b.stats()).isEqualTo(":1936");
    assertThat(b.quiet()).isEqualTo(Duration.ofMillis(50));
    assertThat(b.minGap()).isEqualTo(Duration.ofSeconds(1));
    assertThat(b.maxWait()).isEqualTo(Duration.ofSeconds(3));
    assertThat(b.hardStopAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(b.maxOldProcesses()).isEqualTo(8);
    assertThat(b.stopLimit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(b.empty()).isEqualTo(BalancerSettings.Empty.KEEP_LAST);
  }

  @Test
  void aFlagCountsBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.name=file\nhearsay.label=file\nhearsay.profile=lan\n");
    var sources =
        new Sources(
            Map.of("name", List.of("flag")),
            Map.of("HEARSAY_NAME", "env", "HEARSAY_LABEL", "env"),
            Optional.of(file));

    var s = Settings.of(sources, "host1");

    assertThat(s.cluster().name()).isEqualTo("flag");
    assertThat(s.cluster().label()).isEqualTo("env");
    assertThat(s.cluster().profile()).isEqualTo(Profile.lan());
  }

  @Test
  void listsComeFromCommasOrFromSeveralFlags() throws InvalidSettings {
    assertThat(settings(Map.of(), Map.of("HEARSAY_JOIN", "a, b:99")).cluster().seeds())
        .containsExactly("a:7946", "b:99");
    assertThat(settings(Map.of("join", List.of("a", "b")), Map.of()).cluster().seeds())
        .containsExactly("a:7946", "b:7946");
  }

  @Test
  void theRoleIsATag() throws InvalidSettings {
    var s = settings(Map.of("role", List.of("balancer"), "tag", List.of("zone=a")), Map.of());

    assertThat(s.cluster().tags().asMap())
        .containsEntry("role", "balancer")
        .containsEntry("zone", "a");
    assertThat(s.isBalancer()).isTrue();
  }

  @Test
  void allProblemsAreToldAtOnceWithOptionAndOrigin() throws IOException {
    var file =
        Files.writeString(
            dir.resolve("h.properties"), "hearsay.balancer.quiet=fast\nhearsay.haproxy-confg=/x\n");

    var problems =
        problems(
            Map.of("bind", List.of("host:1"), "tag", List.of("novalue")),
            Map.of("HEARSAY_PROFILE", "speedy"),
            file);

    assertThat(problems)
        .anySatisfy(p -> assertThat(p).startsWith("--bind \"host:1\": it takes an IP address"))
        .anySatisfy(p -> assertThat(p).startsWith("--tag \"novalue\""))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains("--profile \"speedy\" (from HEARSAY_PROFILE in the environment)"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains("hearsay.balancer.quiet")
                    .contains("h.properties")
                    .contains("500ms"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains("hearsay.haproxy-confg; did you mean hearsay.haproxy-config?"))
        .hasSize(5);
  }

  @Test
  void aMissingConfigFileIsNamed() {
    assertThat(problems(Map.of(), Map.of(), dir.resolve("none")))
        .singleElement()
        .asString()
        .contains("--config")
        .contains("none");
  }

  @Test
  void aStrangeVariableIsAWarningOnly() {
    var sources =
        new Sources(
            Map.of(),
            Map.of("HEARSAY_NAM", "x", "HEARSAY_SERVICE_HOST", "10.0.0.1"),
            Optional.empty());

    assertThat(sources.warnings())
        .hasSize(2)
        .anyMatch(w -> w.contains("did you mean HEARSAY_NAME?"));
    assertThat(sources.problems()).isEmpty();
  }

  @Test
  void aBadKeyIsToldByItsLineAndNeverPrinted() throws IOException {
    var secret = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    var file = Files.writeString(dir.resolve("keys"), "# keys\n" + secret + "\n");

    var problems = problems(Map.of("keyring", List.of(file.toString())), Map.of(), null);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("--keyring")
        .contains("line 2")
        .contains("32")
        .doesNotContain(secret);
  }

  @Test
  void aKeyringAndATokenAreRead() throws Exception {
    var key = Base64.getEncoder().encodeToString(new byte[32]);
    var keys = Files.writeString(dir.resolve("keys"), key + "\n");
    var token = Files.writeString(dir.resolve("token"), "secret\n");

    var s =
        settings(
            Map.of("keyring", List.of(keys.toString()), "token-file", List.of(token.toString())),
            Map.of());

    assertThat(s.cluster().keyring().encrypts()).isTrue();
    assertThat(s.token()).hasValue("secret");
    assertThat(s.toString()).doesNotContain("secret");
    assertThat(s.cluster().toString()).doesNotContain(key);
  }

  @Test
  void whatHaproxyShouldBindToMustBeAnAddress() {
    assertThat(problems(Map.of(), Map.of("HEARSAY_BALANCER_FRONTEND", ":80\n bind *:22"), null))
        .singleElement()
        .asString()
        .contains("[ADDR]:PORT");
    assertThat(problems(Map.of(), Map.of("HEARSAY_BALANCER_STATS", ":99999"), null)).hasSize(1);
  }

  @Test
  void aHostNameThatIsNoNameAsksForOne() {
    var failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> Settings.of(new Sources(Map.of(), Map.of(), Optional.empty()), "bad host"));
    assertThat(failure.problems()).singleElement().asString().startsWith("--name");
  }

  @Test
  void aBackendIsAnnouncedWhenItsPortAcceptsUnlessThereIsAnotherCheck() throws InvalidSettings {
    var backend = settings(Map.of("role", List.of("backend")), Map.of());
    assertThat(backend.check().target()).isEqualTo(new CheckTarget.OwnPort());
    assertThat(backend.cluster().healthy()).isFalse();

    var none = settings(Map.of("role", List.of("backend"), "check", List.of("none")), Map.of());
    assertThat(none.check().target()).isEqualTo(new CheckTarget.None());
    assertThat(none.cluster().healthy()).isTrue();
  }

  private static CheckTarget check(String text) throws InvalidSettings {
    return settings(Map.of("check", List.of(text)), Map.of()).check().target();
  }

  @Test
  void checksHaveThreeForms() throws InvalidSettings {
    assertThat(check("http://127.0.0.1:3000/health?deep=1"))
        .isEqualTo(new CheckTarget.Http(new HostPort("127.0.0.1", 3000), "/health?deep=1"));
    assertThat(check("http://localhost"))
        .isEqualTo(new CheckTarget.Http(new HostPort("localhost", 80), "/"));
    assertThat(check("http://[::1]:3000/"))
        .isEqualTo(new CheckTarget.Http(new HostPort("::1", 3000), "/"));
    assertThat(check("tcp://127.0.0.1:5432"))
        .isEqualTo(new CheckTarget.Tcp(new HostPort("127.0.0.1", 5432)));
    assertThat(check("exec:/bin/check 'two words'"))
        .isEqualTo(new CheckTarget.Exec(List.of("/bin/check", "two words")));
  }

  @Test
  void otherChecksAreRefused() {
    for (var text :
        List.of(
            "https://x/",
            "tcp://x",
            "exec:",
            "http://",
            "http://u:p@x/",
            "3000",
            "http://x:99999/",
            "exec:'")) {
      assertThat(problems(Map.of("check", List.of(text)), Map.of(), null))
          .as(text)
          .singleElement()
          .asString()
          .startsWith("--check");
    }
    assertThat(problems(Map.of(), Map.of("HEARSAY_CHECK_INTERVAL", "0s"), null)).hasSize(1);
    assertThat(problems(Map.of(), Map.of("HEARSAY_SUPERVISE_SIGNALS", "HUP,KILL"), null))
        .hasSize(1);
  }

  @Test
  void aCommandIsTheApplication() throws InvalidSettings {
    var sources =
        new Sources(
            Map.of(),
            Map.of("HEARSAY_SUPERVISE_RESTART", "on-failure", "HEARSAY_SUPERVISE_STOP", "2s"),
            Optional.empty(),
            List.of("sh", "-c", "x"));
    var s = Settings.of(sources, "host1");
    var app = s.supervise().app().orElseThrow();
    assertThat(app.command()).containsExactly("sh", "-c", "x");
    assertThat(app.restart()).isEqualTo(RestartPolicy.ON_FAILURE);
    assertThat(app.output()).isEqualTo(ProcessSettings.Output.INHERITED);
    assertThat(app.startLimit()).isZero();
    assertThat(app.stopLimit()).isEqualTo(Duration.ofSeconds(2));
    assertThat(s.cluster().healthy()).as("it does not run yet").isFalse();
  }

  @Test
  void programsBesideItComeFromFileAndEnvironment() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.process.log-ship.command=tail -F '/var/log/my app'\n"
                + "hearsay.process.log-ship.output=raw\nhearsay.process.a.command=x\n");
    var sources =
        new Sources(
            Map.of(),
            Map.of("HEARSAY_PROCESS_LOG_SHIP_RESTART", "no", "HEARSAY_PROCESS_B2_COMMAND", "y"),
            Optional.of(file));
    var others = Settings.of(sources, "host1").supervise().others();

    assertThat(sources.warnings()).isEmpty();
    assertThat(others).extracting(ProcessSettings::name).containsExactly("a", "b2", "log-ship");
    assertThat(others.getFirst())
        .isEqualTo(
            new ProcessSettings(
                "a",
                List.of("x"),
                RestartPolicy.ALWAYS,
                ProcessSettings.Output.PREFIXED,
                Duration.ZERO,
                Duration.ofSeconds(2)));
    assertThat(others.getLast().command()).containsExactly("tail", "-F", "/var/log/my app");
    assertThat(others.getLast().restart()).isEqualTo(RestartPolicy.NO);
    assertThat(others.getLast().output()).isEqualTo(ProcessSettings.Output.RAW);
  }

  @Test
  void aProgramWithoutACommandOrWithAStrangeKeyIsRefused() throws IOException {
    assertThat(problems(Map.of(), Map.of("HEARSAY_PROCESS_A_STOP", "1s"), null))
        .singleElement()
        .asString()
        .contains("HEARSAY_PROCESS_A_STOP")
        .contains("hearsay.process.a.command");
    var file = Files.writeString(dir.resolve("h.properties"), "hearsay.process.a.comand=x\n");
    assertThat(problems(Map.of(), Map.of(), file)).singleElement().asString().contains("comand");
  }
}

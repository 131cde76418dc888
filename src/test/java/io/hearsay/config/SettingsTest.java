package io.hearsay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearsay.cluster.swim.Profile;
import io.hearsay.proxy.BalancerSettings;
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
    assertThat(s.drain()).isEqualTo(Duration.ofSeconds(1));
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
    assertThat(b.closeSpread()).isEqualTo(Duration.ofSeconds(1));
    assertThat(b.reloading())
        .isEqualTo(
            new BalancerSettings.Reloading(
                BalancerSettings.Mode.EXEC, Optional.empty(), "", Duration.ofSeconds(10)));
    assertThat(b.guard())
        .isEqualTo(new BalancerSettings.Guard(0, Duration.ofSeconds(30), Duration.ofSeconds(30)));
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
}

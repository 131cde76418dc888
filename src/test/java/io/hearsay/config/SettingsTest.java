package io.hearsay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearsay.appcheck.CheckSettings;
import io.hearsay.appcheck.CheckTarget;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TagsFile;
import io.hearsay.membership.swim.Profile;
import io.hearsay.supervise.ProcessSettings;
import io.hearsay.supervise.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path dir;

  private static AgentSettings settings(
      Map<String, List<String>> flags, Map<String, String> environment) throws InvalidSettings {
    return Settings.of(new ConfigSources(flags, environment, Optional.empty()), "host1");
  }

  private static List<String> problems(
      Map<String, List<String>> flags, Map<String, String> environment, Path file) {
    return catchThrowableOfType(
            InvalidSettings.class,
            () ->
                Settings.of(
                    new ConfigSources(flags, environment, Optional.ofNullable(file)), "host1"))
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
    assertThat(s.stop().drain()).isEqualTo(Duration.ofSeconds(2));
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
    assertThat(s.handlers().handlers()).isEmpty();
    assertThat(s.handlers().limit()).isEqualTo(Duration.ofSeconds(30));
    var b = s.balancer();
    assertThat(b.haproxy()).isEqualTo("haproxy");
    assertThat(b.config()).isEqualTo(Path.of("/etc/haproxy/haproxy.cfg"));
    assertThat(b.runDir()).isEqualTo(Path.of("/etc/haproxy"));
    assertThat(b.template()).isEmpty();
    assertThat(b.frontend()).isEqualTo(":80");
    assertThat(b.stats()).isEqualTo("127.0.0.1:1936");
    assertThat(b.services()).isEmpty();
    assertThat(b.quiet()).isEqualTo(Duration.ofMillis(50));
    assertThat(b.minGap()).isEqualTo(Duration.ofSeconds(1));
    assertThat(b.maxWait()).isEqualTo(Duration.ofSeconds(3));
    assertThat(b.get(BalancerOption.HARD_STOP_AFTER)).isEqualTo(Duration.ofSeconds(30));
    assertThat(b.maxOldProcesses()).isEqualTo(8);
    assertThat(b.stopLimit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(b.empty()).isEqualTo(BalancerSettings.Empty.KEEP_LAST);
    assertThat(b.closeSpread()).isZero();
    assertThat(b.reloading())
        .isEqualTo(
            new BalancerSettings.Reloading(
                BalancerSettings.Mode.EXEC, Optional.empty(), "", Duration.ofSeconds(10)));
    assertThat(b.guard())
        .isEqualTo(new BalancerSettings.Guard(0, Duration.ofSeconds(30), Duration.ofSeconds(10)));
  }

  @Test
  void flagsOverrideTheEnvironmentWhichOverridesTheFile() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.name=file\nhearsay.label=file\nhearsay.profile=lan\n");
    var sources =
        new ConfigSources(
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
  void handlersAreGivenOnePerLine() throws InvalidSettings {
    var s =
        settings(
            Map.of(),
            Map.of(
                "HEARSAY_HANDLERS",
                "member-join,member-leave=/a b\n  user:deploy=x=1; /c,d\n",
                "HEARSAY_HANDLER_LIMIT",
                "2s"));
    assertThat(s.handlers().handlers())
        .extracting(h -> h.script())
        .containsExactly("/a b", "x=1; /c,d");
    assertThat(s.handlers().limit()).isEqualTo(Duration.ofSeconds(2));
    assertThat(problems(Map.of(), Map.of("HEARSAY_HANDLERS", "member-jion=/a"), null))
        .singleElement()
        .asString()
        .contains("hearsay.handlers", "HEARSAY_HANDLERS in the environment", "member-jion");
  }

  @Test
  void handlersOfFlagsFileAndLinesAddUp() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.handlers=member-join=/a\nhearsay.handlers=member-leave=/b\n"
                + "hearsay.join=x\nhearsay.join=y,z\nhearsay.label=one\nhearsay.label=two\n");
    var sources =
        new ConfigSources(
            Map.of("event-handler", List.of("user=/c,d", "/e")), Map.of(), Optional.of(file));
    var s = Settings.of(sources, "host1");

    assertThat(s.handlers().handlers())
        .extracting(h -> h.script())
        .containsExactly("/a", "/b", "/c,d", "/e");
    assertThat(s.cluster().seeds()).containsExactly("x:7946", "y:7946", "z:7946");
    assertThat(s.cluster().label()).isEqualTo("two");
    assertThat(sources.warnings())
        .singleElement()
        .asString()
        .contains("hearsay.label", "several times");
  }

  @Test
  void twoHandlersInOneLineAreRefused() {
    assertThat(
            problems(
                Map.of(), Map.of("HEARSAY_HANDLERS", "member-join=/a.sh,member-leave=/b.sh"), null))
        .singleElement()
        .asString()
        .contains("a line of its own");
  }

  @Test
  void aKeyMayBeGivenItselfAndIsNeverShown() throws InvalidSettings {
    var key = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(settings(Map.of("encrypt", List.of(key)), Map.of()).cluster().keyring().encrypts())
        .isTrue();
    assertThat(problems(Map.of("encrypt", List.of("geheim==")), Map.of(), null))
        .singleElement()
        .asString()
        .contains("--encrypt")
        .doesNotContain("geheim");
  }

  @Test
  void anInterfaceStandsForItsAddress() throws InvalidSettings {
    var s = settings(Map.of("iface", List.of("lo")), Map.of());
    assertThat(s.cluster().bind().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(s.cluster().bind().getPort()).isEqualTo(7946);
    assertThat(s.cluster().advertise()).contains("127.0.0.1");
    var bound = settings(Map.of("iface", List.of("lo"), "bind", List.of("127.0.0.9")), Map.of());
    assertThat(bound.cluster().bind().getAddress().getHostAddress()).isEqualTo("127.0.0.9");
    assertThat(problems(Map.of("iface", List.of("nothere")), Map.of(), null)).hasSize(1);
  }

  @Test
  void tagsOfTheFileOverrideThoseOfTheStart() throws Exception {
    var file = dir.resolve("tags.json");
    var flags = Map.of("tags-file", List.of(file.toString()), "tag", List.of("a=1", "b=2"));
    assertThat(settings(flags, Map.of()).cluster().tags().asMap())
        .isEqualTo(Map.of("a", "1", "b", "2"));
    TagsFile.write(file, Tags.of(Map.of("a", "3")));
    assertThat(settings(flags, Map.of()).cluster().tags().asMap()).isEqualTo(Map.of("a", "3"));
    for (var wrong : List.of("[", "{\"a\":1}", "x".repeat(70_000))) {
      Files.writeString(file, wrong);
      assertThat(problems(flags, Map.of(), null)).singleElement().asString().contains("tags.json");
    }
  }

  @Test
  void anUnknownRoleStartsNoBalancer() throws InvalidSettings {
    var s = settings(Map.of("role", List.of("balancer"), "no-balancer", List.of("true")), Map.of());
    assertThat(s.cluster().tags().role()).isEqualTo("balancer");
    assertThat(s.isBalancer()).isFalse();
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
  void allProblemsAreReportedTogetherWithOptionAndOrigin() throws IOException {
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
  void anUnknownVariableIsOnlyAWarning() {
    var sources =
        new ConfigSources(
            Map.of(),
            Map.of("HEARSAY_NAM", "x", "HEARSAY_SERVICE_HOST", "10.0.0.1"),
            Optional.empty());

    assertThat(sources.warnings())
        .hasSize(2)
        .anyMatch(w -> w.contains("did you mean HEARSAY_NAME?"));
    assertThat(sources.problems()).isEmpty();
  }

  @Test
  void aBadKeyIsReportedByItsLineAndNeverPrinted() throws IOException {
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
  void secretsThatEverybodyCanReadAreRefusedWithTheCommandThatFixesIt() throws Exception {
    var key = Base64.getEncoder().encodeToString(new byte[32]);
    var open = Files.createDirectory(dir.resolve("open"));
    var keys = Files.writeString(open.resolve("keys"), key + "\n");
    var token = Files.writeString(open.resolve("token"), "secret\n");
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    var given =
        Map.of("keyring", List.of(keys.toString()), "token-file", List.of(token.toString()));

    // Nobody else can get to the files.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    assertThat(settings(given, Map.of()).token()).hasValue("secret");

    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(problems(given, Map.of(), null))
        .hasSize(2)
        .anyMatch(p -> p.contains("--keyring") && p.contains("chmod 600 " + keys))
        .anyMatch(p -> p.contains("--token-file") && p.contains("chmod 600 " + token))
        .noneMatch(p -> p.contains(key) || p.contains("secret\n"));

    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    assertThat(settings(given, Map.of()).token()).hasValue("secret");
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
  void haproxysBindMustBeAnAddress() {
    assertThat(problems(Map.of(), Map.of("HEARSAY_BALANCER_FRONTEND", ":80\n bind *:22"), null))
        .singleElement()
        .asString()
        .contains("[ADDR]:PORT");
    assertThat(problems(Map.of(), Map.of("HEARSAY_BALANCER_STATS", ":99999"), null)).hasSize(1);
  }

  @Test
  void aHostNameThatIsNoMemberNameAsksForOne() {
    var failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> Settings.of(new ConfigSources(Map.of(), Map.of(), Optional.empty()), "bad host"));
    assertThat(failure.problems()).singleElement().asString().startsWith("--name");
  }

  @Test
  void servicesHaveOptionsOfTheirOwn() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            """
            hearsay.service.my_api.check=GET /healthz?full=1
            hearsay.service.my_api.path=/api/,/v2
            hearsay.service.shop.host=Shop.example.org, *.example.com
            hearsay.service.shop.sticky=cookie
            hearsay.service.redis.mode=tcp
            hearsay.service.redis.bind=:6379
            hearsay.service.a.b.maxconn=100
            hearsay.service.a.b.timeout-server=90s
            hearsay.service.a.b.timeout-connect=2s
            hearsay.service.a.b.idle=0
            """);
    var environment =
        Map.of(
            "HEARSAY_SERVICE_MY_API_BALANCE", "leastconn",
            "HEARSAY_SERVICE_MAIL_OUT_TIMEOUT_SERVER", "5m",
            "HEARSAY_SERVICE_REDIS_CHECK", "redis",
            "HEARSAY_SERVICE_HOST", "10.0.0.1");

    var services =
        Settings.of(new ConfigSources(Map.of(), environment, Optional.of(file)), "host1")
            .balancer()
            .services();

    assertThat(services).containsOnlyKeys("a.b", "mail-out", "my_api", "redis", "shop");
    var api = services.get("my_api");
    assertThat(api.balance()).isEqualTo(ServiceOptions.Balance.LEASTCONN);
    assertThat(api.check())
        .isEqualTo(new ServiceOptions.Check.Http("GET", "/healthz?full=1", false));
    assertThat(api.paths()).containsExactly("/api", "/v2");
    assertThat(services.get("shop").hosts()).containsExactly("*.example.com", "shop.example.org");
    assertThat(services.get("shop").sticky()).isTrue();
    var redis = services.get("redis");
    assertThat(redis.mode()).isEqualTo(ServiceOptions.Protocol.TCP);
    assertThat(redis.bind()).hasValue(":6379");
    assertThat(redis.check()).isEqualTo(new ServiceOptions.Check.Redis());
    assertThat(redis.timeoutServer()).isEqualTo(Duration.ofHours(1));
    assertThat(services.get("a.b").maxconn()).isEqualTo(100);
    assertThat(services.get("a.b").timeoutConnect(false)).isEqualTo(Duration.ofSeconds(2));
    assertThat(services.get("a.b").idle()).isZero();
    assertThat(services.get("mail-out").timeoutServer()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void unsetOptionsOfAServiceHaveTheirDefaults() {
    var d = ServiceOptions.DEFAULT;

    assertThat(d.mode()).isEqualTo(ServiceOptions.Protocol.HTTP);
    assertThat(d.bind()).isEmpty();
    assertThat(d.balance()).isEqualTo(ServiceOptions.Balance.ROUNDROBIN);
    assertThat(d.check()).isEqualTo(new ServiceOptions.Check.Http("HEAD", "/", true));
    assertThat(d.interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(d.maxconn()).isZero();
    assertThat(d.idle()).isEqualTo(16);
    assertThat(d.sticky()).isFalse();
    assertThat(d.timeoutConnect(false)).isEqualTo(Duration.ofMillis(300));
    assertThat(d.timeoutConnect(true)).isEqualTo(Duration.ofSeconds(1));
    assertThat(d.timeoutServer()).isEqualTo(Duration.ofMinutes(1));
    assertThat(d.hosts()).isEmpty();
    assertThat(d.paths()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hearsay.service.web.balanc=first | did you mean hearsay.service.web.balance?",
        "hearsay.service.web.balance=first | there are roundrobin, leastconn",
        "hearsay.service.web.mode=udp | there are http and tcp",
        "hearsay.service.web.mode=tcp | hearsay.service.web.bind=:6379",
        "hearsay.service.web.bind=:80 | hearsay.balancer.frontend has that address",
        "hearsay.service.web.bind=:80 bind *:22 | [ADDR]:PORT",
        "hearsay.service.web.check=HEAD | HEAD /healthz",
        "hearsay.service.web.check=GET /a b | HEAD /healthz",
        "hearsay.service.web.check=GET /\\\\nbind :22 | HEAD /healthz",
        "hearsay.service.web.interval=10ms | at least 100ms",
        "hearsay.service.web.maxconn=0 | from 1 to 999999",
        "hearsay.service.web.idle=-1 | from 0 to 999999",
        "hearsay.service.web.timeout-connect=0s | more than nothing",
        "hearsay.service.web.sticky=source | balance=source",
        "hearsay.service.web.timeout-server=999999999m | at most 24 days",
        "hearsay.service.web.host=-x | is no host name",
        "hearsay.service.web.path=api | is no path",
        "hearsay.service.web.header=X-Canary | NAME=VALUE",
        "hearsay.service.web.header=X-Canary=a b | NAME=VALUE",
        "hearsay.service.web.header=X=} a=1 | NAME=VALUE",
        "hearsay.service.web.protocol=h3 | there are h1 and h2",
        "hearsay.service.web.tls=on | there are off, verify and insecure",
        "hearsay.service.web.tls-ca=/a | hearsay.service.web.tls=verify",
        "hearsay.service.web.tls-name=a | hearsay.service.web.tls=verify",
        "hearsay.service.web.tls-name=a b | host name",
        "hearsay.service.web.tls-certificate=/a | hearsay.service.web.tls=verify",
        "hearsay.service.web.tls-certificate=/a crt | a path of letters",
        "hearsay.service.web.proxy-protocol=v3 | there are none, v1 and v2",
        "hearsay.service.web.slow-start=999999999m | at most 24 days",
        "hearsay.service.-x.mode=http | the name of a service",
        "hearsay.service.mode=http | it takes hearsay.service.NAME.KEY"
      })
  void aWrongServiceOptionIsReportedWithItsKey(String line, String told) throws IOException {
    var file = Files.writeString(dir.resolve("h.properties"), line + "\n");

    assertThat(problems(Map.of(), Map.of(), file))
        .singleElement()
        .asString()
        .contains(line.substring(0, line.indexOf('=')).replaceFirst("[^.]*$", ""))
        .contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hearsay.balancer.tls.min-version=1.1 | there are 1.2 and 1.3",
        "hearsay.balancer.tls.frontend=443 | [ADDR]:PORT",
        "hearsay.balancer.proxy-from=10.0.0.0/33 | blocks such as",
        "hearsay.balancer.proxy-from=10.0.0.1 } accept | blocks such as",
        "hearsay.balancer.proxy-from=fd00::/129 | blocks such as",
        "hearsay.balancer.more-frontends=:0 | [ADDR]:PORT",
        "hearsay.balancer.client-rate=0 | from 1 to",
        "hearsay.balancer.log.to=stdout local0 | HOST:PORT",
        "hearsay.balancer.log.requests=xml | there are off, http and json",
        "hearsay.balancer.error-files=/a b | a path of letters",
        "hearsay.balancer.stats-login=ops:opensesame | openssl passwd -5",
        "hearsay.balancer.stats-login=o p:$5$salt4567$x3G.XNyM341c6h5Xez0Og | openssl passwd -5"
      })
  void frontendOptionsMustFitTheirGrammar(String line, String told) throws IOException {
    var file = Files.writeString(dir.resolve("h.properties"), line + "\n");

    assertThat(problems(Map.of(), Map.of(), file)).singleElement().asString().contains(told);
  }

  @Test
  void conflictingOptionsAreReported() throws IOException {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            """
            hearsay.service.a.mode=tcp
            hearsay.service.a.bind=:1
            hearsay.service.a.sticky=cookie
            hearsay.service.a.balance=uri
            hearsay.service.a.idle=4
            hearsay.service.a.path=/x
            hearsay.service.b.bind=:1
            """);

    assertThat(problems(Map.of(), Map.of(), file))
        .anySatisfy(p -> assertThat(p).contains("a.sticky").contains("needs HTTP"))
        .anySatisfy(p -> assertThat(p).contains("a.balance").contains("needs HTTP"))
        .anySatisfy(p -> assertThat(p).contains("a.idle").contains("HTTP only"))
        .anySatisfy(p -> assertThat(p).contains("a.path").contains("HTTP only"))
        .anySatisfy(p -> assertThat(p).contains("b.bind").contains("hearsay.service.a.bind has"))
        .hasSize(5);
  }

  @Test
  void servicesThatShareAnAddressMustBeToldApart() throws IOException {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            """
            hearsay.service.a.bind=:81
            hearsay.service.a.path=/a,/b
            hearsay.service.b.bind=:81
            hearsay.service.b.path=/b
            hearsay.service.c.bind=:81
            hearsay.service.d.bind=:81
            hearsay.service.e.bind=:81
            hearsay.service.e.mode=tcp
            hearsay.service.f.bind=:81
            hearsay.service.f.host=example.org
            hearsay.service.f.path=/b
            """);

    assertThat(problems(Map.of(), Map.of(), file))
        .satisfiesExactly(
            p -> assertThat(p).contains("b.bind").contains("a gets requests for /b there"),
            p -> assertThat(p).contains("d.bind").contains("c gets what no other service gets"),
            p -> assertThat(p).contains("e.bind").contains("a.bind has that address"));
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
        new ConfigSources(
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
  void programsBesideTheApplicationComeFromFileAndEnvironment() throws Exception {
    var file =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.process.log-ship.command=tail -F '/var/log/my app'\n"
                + "hearsay.process.log-ship.output=raw\nhearsay.process.a.command=x\n");
    var sources =
        new ConfigSources(
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
  void aProgramWithoutACommandOrWithAnUnknownKeyIsRefused() throws IOException {
    assertThat(problems(Map.of(), Map.of("HEARSAY_PROCESS_A_STOP", "1s"), null))
        .singleElement()
        .asString()
        .contains("HEARSAY_PROCESS_A_STOP")
        .contains("hearsay.process.a.command");
    var file = Files.writeString(dir.resolve("h.properties"), "hearsay.process.a.comand=x\n");
    assertThat(problems(Map.of(), Map.of(), file)).singleElement().asString().contains("comand");
  }
}

package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.MemberStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users' templates can and cannot do. */
class TemplatesTest {
  private static final String SECRET = "s3cr3t-value";

  @TempDir Path dir;
  private Path file;
  private ConfigRenderer renderer;
  private final Catalog catalog =
      new CatalogBuilder(Map.of())
          .build(
              Views.of(
                  Views.web(
                      "web1",
                      3001,
                      MemberStatus.ALIVE,
                      Map.of("colour", SECRET, "version", "v1", "host", "a.example"))));

  @BeforeEach
  void prepare() throws Exception {
    file = Files.createDirectory(dir.resolve("templates")).resolve("my.cfg.qute");
    renderer = renderer(Clock.systemUTC());
  }

  private ConfigRenderer renderer(Clock clock) {
    return new ConfigRenderer(
        BalancerSettings.defaults(dir.resolve("haproxy.cfg")).with(BalancerOption.TEMPLATE, file),
        clock);
  }

  private String render(String template) throws Exception {
    Files.writeString(file, template);
    renderer = renderer(Clock.systemUTC());
    return renderer.render(catalog);
  }

  private String error(String template) {
    return catchThrowableOfType(ApplyException.class, () -> render(template)).getMessage();
  }

  @Test
  void everyFieldOfTheModelIsRead() throws Exception {
    assertThat(
            render(
                """
                {config.frontend} {config.stats} {config.socket} {config.hardStopAfter} {defaultService ?: '-'}
                {#for route in routes}{route.host} {route.wildcard} {route.path} {route.service}{/for}
                {#for service in services}
                {service.name} {service.mode} {service.bind} {service.balance} {service.interval} {service.maxconn} {service.idle} {service.timeoutConnect}
                {service.sticky} {service.timeoutServer} {service.check.type} {service.check.method} {service.check.path}
                {service.check.lenient} {service.hosts.size} {service.paths.size} {service.routes.size}
                {#for s in service.servers}
                {s.name} {s.address}:{s.port} {s.weight} {s.disabled} {s.backup} {s.zone} {s.version} {s.tags.colour} [{s.tags.none}] {s.tags['a-b']} {s.line}
                {/for}{/for}\
                """))
        .contains(
            Everywhere.bind(":80")
                + " "
                + "127.0.0.1:1936"
                + " "
                + dir.resolve("haproxy.sock")
                + " 30000ms")
        .contains("a.example false  web")
        .contains("web http  roundrobin 2000ms 0 16 300ms")
        .contains("false 60000ms http HEAD /")
        .contains("true 1 0 1")
        .contains(
            "web1 127.0.0.1:3001 100 false false  v1 "
                + SECRET
                + " []  web1 127.0.0.1:3001 weight 100 check inter 2000ms fastinter ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{services.get(0).servers.get(0).nothing}",
        "{#if services.get(0).nothing}x{/if}",
        "{nothing}",
        "{config.nothing}",
        "{config.getClass}",
        "{config.class.name}",
        "{services.class}",
        "{services.getClass.getName}",
        "{services.stream}",
        "{services.get(0).name.getBytes}",
        "{services.get(0).name.class.classLoader}",
        "{services.get(0).servers.get(0).server}",
        "{services.get(0).options}",
        "{services.get(0).servers.get(0).toString}",
        "{services.get(0).servers.get(0).hashCode}",
        "{services.get(0).servers.get(0).tags.values.size}",
        "{inject:agent}",
        "{cdi:agent}",
        "{config:property('hearsay.keyring')}",
        "{config:['java.home']}",
        "{msg:x}",
        "{sys:home}",
        "{env:HOME}",
        "{system.properties}",
        "{config.token}",
        "{settings}",
        "{str:concat('a')}",
        "{T(java.lang.Runtime)}",
        "{#eval '{config.getClass}' /}"
      })
  void nothingElseCanBeReached(String expression) {
    assertThat(error("global\n\n" + expression + "\n"))
        .startsWith("template error in ")
        .contains("my.cfg.qute")
        .doesNotContain(SECRET)
        .doesNotContain("io.hearsay")
        .doesNotContain("java.util");
  }

  /** Qute evaluates it as a case of its own making, which has no line. */
  @Test
  void anUnknownNameInACaseIsReportedWithFileAndLine() throws Exception {
    assertThat(error("global\n\n    {#when config.socket}{#is a'web'}x{/when}\n"))
        .isEqualTo("template error in " + file + ", line 3: there is nothing of the name {a'web'}");
  }

  @Test
  void anUnknownNameIsReportedWithFileAndLine() throws Exception {
    assertThat(error("global\n\n    {config.sokcet}\n"))
        .isEqualTo(
            "template error in " + file + ", line 3: there is nothing of the name {config.sokcet}");
    Files.writeString(file.resolveSibling("part.qute"), "a\n{#for s in services}{s.nam}{/for}");
    assertThat(error("{#include part.qute /}")).contains("part.qute, line 2").contains("{s.nam}");
  }

  @Test
  void onlyTextIsPrinted() {
    assertThat(error("x\n{services}"))
        .contains("line 2")
        .contains("{services}")
        .contains("no text");
    assertThat(error("x\n{config}")).contains("line 2").contains("config");
    assertThat(error("{services.get(0).servers.get(0).tags}")).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{#if config.stats}",
        "x {config.stats",
        "{/for}",
        "{#for}{/for}",
        "{#nosuch}{/nosuch}",
        "{services.get(99).name}",
        "{services.get('x').name}",
        "{#include my.cfg.qute /}",
        "",
        "  \n\t\n"
      })
  void aHalfWrittenTemplateIsAnErrorThatNamesTheFile(String template) {
    assertThat(error(template)).contains("my.cfg.qute");
  }

  @Test
  void filesAreIncludedFromTheDirectoryOfTheTemplateOnly() throws Exception {
    Files.createDirectory(file.resolveSibling("parts"));
    Files.writeString(
        file.resolveSibling("parts").resolve("a.qute"), "a of {defaultService}{name}");
    assertThat(render("{#let name='x'}{#include parts/a.qute /}{/let}")).contains("a of x");

    Files.writeString(dir.resolve("outside.qute"), SECRET);
    Files.createSymbolicLink(file.resolveSibling("link.qute"), dir.resolve("outside.qute"));
    Files.createSymbolicLink(file.resolveSibling("up"), dir);
    Files.createSymbolicLink(file.resolveSibling("inside.qute"), Path.of("parts/a.qute"));

    assertThat(error("\n{#include ../outside.qute /}")).contains("line 2").contains("directory");
    assertThat(error("{#include parts/../../outside.qute /}")).contains("directory");
    assertThat(error("{#include '" + dir.resolve("outside.qute") + "' /}")).contains("directory");
    assertThat(error("{#include link.qute /}")).contains("symbolic link").doesNotContain(SECRET);
    assertThat(error("{#include up/outside.qute /}")).contains("symbolic link");
    assertThat(error("{#include none.qute /}")).contains("none.qute: there is no such file");
    assertThat(error("{#include parts /}")).contains("directory");
    assertThat(render("{#let name='y'}{#include inside.qute /}{/let}")).contains("a of y");
  }

  @Test
  void theBuiltInTemplateCanBeIncludedAndAddedTo() throws Exception {
    assertThat(
            render(
                """
                {#include built-in}
                {#global}
                    maxconn 777
                {/global}
                {#backend}
                    # of {service.name}
                {/backend}
                {/include}
                """))
        .contains("    maxconn 777\n\ndefaults\n")
        .as("a template that adds Lua may need an HTTPS client")
        .doesNotContain("verify none")
        .doesNotContain("fd-hard-limit")
        .contains("    # of web\n    server web1 127.0.0.1:3001 ");
  }

  @Test
  void theTemplateIsTriedOnceItHasStoppedChanging() throws Exception {
    Files.writeString(file, "one {#include part.qute /}");
    Files.writeString(file.resolveSibling("part.qute"), "part");
    assertThat(renderer.render(catalog)).isEqualTo("one part");
    renderer.accept();
    assertThat(renderer.changed()).isFalse();

    Files.writeString(file, "two");
    assertThat(renderer.changed()).as("perhaps half written").isFalse();
    assertThat(renderer.render(catalog)).isEqualTo("one part");
    Files.writeString(file, "two and {#include part.qute /}");
    assertThat(renderer.changed()).as("it was").isFalse();
    assertThat(renderer.changed()).isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("two and part");
    renderer.accept();

    Files.writeString(file.resolveSibling("part.qute"), "other");
    assertThat(renderer.changed()).isFalse();
    assertThat(renderer.changed()).as("an included file").isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("two and other");
  }

  @Test
  void aRefusedTemplateGivesWayToTheLastGoodOneAndIsRetriedLater() throws Exception {
    Files.writeString(file, "good");
    assertThat(renderer.render(catalog)).isEqualTo("good");
    renderer.accept();
    Files.writeString(file, "bad");
    renderer.changed();
    assertThat(renderer.changed()).isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("bad");

    assertThat(renderer.fallBack("HAProxy refuses it", false)).isTrue();

    assertThat(renderer.render(catalog)).isEqualTo("good");
    renderer.accept();
    assertThat(renderer.refusal()).hasValue("HAProxy refuses it");
    assertThat(renderer.fallBack("another reason", false)).as("nothing older").isFalse();
    int looks = 1;
    while (!renderer.changed()) {
      looks++;
      assertThat(looks).isLessThan(20);
    }
    assertThat(renderer.render(catalog)).isEqualTo("bad");
    renderer.accept();
    assertThat(renderer.refusal()).isEmpty();
  }

  @Test
  void aTemplateRefusedForGoodIsRetriedOnlyOnceItHasChanged() throws Exception {
    Files.writeString(file, "good");
    renderer.render(catalog);
    renderer.accept();
    Files.writeString(file, "bad");
    renderer.changed();
    assertThat(renderer.changed()).isTrue();
    renderer.render(catalog);

    assertThat(renderer.fallBack("it came up and was not confirmed", true)).isTrue();

    for (int look = 0; look < 50; look++) {
      assertThat(renderer.changed()).isFalse();
    }
    assertThat(renderer.render(catalog)).isEqualTo("good");
    Files.writeString(file, "mended");
    renderer.changed();
    assertThat(renderer.changed()).isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("mended");
  }

  @Test
  void aDeletedTemplateIsNamedAndItsTextStaysInUse() throws Exception {
    Files.writeString(file, "good");
    renderer.render(catalog);
    renderer.accept();
    Files.delete(file);
    renderer.changed();
    assertThat(renderer.changed()).isTrue();

    var failure = catchThrowableOfType(ApplyException.class, () -> renderer.render(catalog));
    assertThat(failure).hasMessageContaining("--template").hasMessageContaining("no such file");
    assertThat(renderer.fallBack(failure.getMessage(), false)).isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("good");
  }

  @Test
  void aChangeThatKeepsSizeAndTimeIsSeenWhileTheFileIsFresh() throws Exception {
    var written = Instant.parse("2026-01-01T00:00:00Z");
    renderer = renderer(Clock.fixed(written.plusMillis(500), ZoneOffset.UTC));
    Files.writeString(file, "one");
    Files.setLastModifiedTime(file, FileTime.from(written));
    renderer.render(catalog);
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, FileTime.from(written));

    renderer.changed();

    assertThat(renderer.changed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aClockJumpNeitherHidesAChangeNorFakesOne(int direction) throws Exception {
    var now = new AtomicReference<>(Instant.now());
    InstantSource clock = now::get;
    renderer = renderer(clock.withZone(ZoneOffset.UTC));
    Files.writeString(file, "one");
    renderer.render(catalog);
    renderer.accept();

    now.updateAndGet(n -> n.plus(Duration.ofDays(direction * 3650L)));

    for (int look = 0; look < 3; look++) {
      assertThat(renderer.changed()).isFalse();
    }
    Files.writeString(file, "two");
    renderer.changed();
    assertThat(renderer.changed()).isTrue();
    assertThat(renderer.render(catalog)).isEqualTo("two");
  }

  /** The page that users read promises nothing that the code does not have. */
  @Test
  void thePageNamesOnlyWhatExists() throws Exception {
    var page = Files.readString(Path.of("docs/templates.adoc"));
    var settings = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));
    var redis = Services.tcp(":6379", new ServiceOptions.Check.Redis());
    var services = new java.util.ArrayList<>(catalog.services());
    services.add(new Catalog.Service("zone-redis", redis, java.util.List.of()));
    var data = TemplateData.of(settings, true, catalog.with(services));
    var service = (TemplateData) ((java.util.List<?>) data.get("services")).getFirst();
    var server =
        (TemplateData) ((java.util.List<?>) service.field("servers").orElseThrow()).getFirst();
    var records =
        Map.of(
            "config", (TemplateData) data.get("config"),
            "service", service,
            "check", (TemplateData) service.field("check").orElseThrow(),
            "front", (TemplateData) ((java.util.List<?>) data.get("fronts")).getFirst(),
            "route", (TemplateData) ((java.util.List<?>) data.get("routes")).getFirst(),
            "server", server);

    for (var entry : records.entrySet()) {
      var start = page.indexOf("3+h|" + entry.getKey() + "\n");
      assertThat(start).as(entry.getKey()).isPositive();
      var end = page.indexOf("\n\n", start) < 0 ? page.length() : page.indexOf("\n\n", start);
      var told =
          java.util.regex.Pattern.compile("(?m)^\\|`([A-Za-z]+)` \\|")
              .matcher(page.substring(start, end))
              .results()
              .map(m -> m.group(1))
              .toList();
      assertThat(told).as(entry.getKey()).isNotEmpty();
      for (var field : told) {
        assertThat(entry.getValue().field(field)).as(entry.getKey() + "." + field).isPresent();
      }
    }
    assertThat(data.keySet()).allMatch(key -> page.contains("\n|`" + key + "` |"));
  }
}

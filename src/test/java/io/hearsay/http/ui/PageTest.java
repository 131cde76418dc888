package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.agent.AgentEvent;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.observe.Backends;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.UserEvent;
import io.hearsay.text.VisibleText;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the page says of a cluster. */
class PageTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Observation seen = Observation.NONE;

  private static Member member(String name, MemberStatus status, boolean healthy) {
    return member(name, "backend", status, healthy);
  }

  private static Member member(String name, String role, MemberStatus status, boolean healthy) {
    return new Member(
        name,
        "id-" + name,
        InetAddress.getLoopbackAddress(),
        7946,
        new Member.Word(healthy, TrafficMode.READY, 1, Tags.of(Map.of("role", role))),
        new Member.Sight(status, NOW.minusSeconds(90), OptionalDouble.of(0.42)));
  }

  private static ProxyStatus proxy(long revision, long applied, Optional<String> error) {
    return new ProxyStatus(
        new ProxyStatus.Revisions(revision, applied),
        new ProxyStatus.LastChange(
            ProxyStatus.Method.RELOAD,
            "new backend",
            Optional.of(NOW),
            error,
            error.map(e -> FailureKind.OTHER)),
        new ProxyStatus.Servers(
            List.of(new ProxyStatus.Server("web", "web1", "10.0.0.1", 3000, 100, "ready")),
            true,
            List.of(),
            0,
            List.of()),
        new ProxyStatus.Counts(0, 1, Map.of(), 0, 0, 0, 0),
        new ProxyStatus.Process(42, true, "3.0.11", 0, true));
  }

  private Page page(Optional<ProxyStatus> proxy, Member... members) {
    return Page.of(
        new ClusterView(1, "web1", "", List.of(members)),
        new ClusterStats(
            Duration.ZERO,
            true,
            0,
            true,
            new ClusterStats.Place("", new TreeMap<>()),
            new TreeMap<>(),
            new ClusterStats.Flow(0, List.of())),
        proxy,
        seen,
        List.of(),
        Duration.ofHours(3),
        "1",
        "mark",
        NOW);
  }

  private static ServerStat stat(String name, String status, String why, boolean backup) {
    return new ServerStat(
        "web",
        name,
        new ServerStat.Health(status, "L4CON", why, 3),
        new ServerStat.Place("127.0.0.1:80", 100, backup),
        new ServerStat.Load(2, 0, 40, 1000, 0, 0),
        new ServerStat.Errors(1, 2, 3, 4));
  }

  private void seen(ServerStat... stats) {
    seen = new Observation(Optional.of(NOW), List.of(), Backends.of(List.of(stats)), List.of());
  }

  @Test
  void whatHaproxyCallsDownIsSaidWithItsReason() {
    seen(stat("web1", "DOWN", "Connection refused", false), stat("web2", "UP", "", false));
    var page =
        page(Optional.of(proxy(5, 5, Optional.empty())), member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("look");
    assertThat(page.verdict().findings())
        .anyMatch(f -> f.contains("DOWN in HAProxy") && f.contains("web1 – Connection refused"));
  }

  @Test
  void aServiceWithoutServersThatAreUpIsBad() {
    seen(stat("web1", "DOWN", "Connection refused", false), stat("web2", "MAINT", "", false));
    var page =
        page(Optional.of(proxy(5, 5, Optional.empty())), member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("bad");
    assertThat(page.verdict().findings())
        .anyMatch(f -> f.startsWith("No server of web is up: its clients get 503"));
  }

  @Test
  void backupsAndDriftsAreSomethingToLookAt() {
    seen(stat("web1", "UP", "", true));
    seen =
        new Observation(
            seen.at(),
            List.of(),
            seen.backends(),
            List.of(new Drift(Drift.Kind.WEIGHT, "web", "web1", "weight 7 there", NOW)));
    var page =
        page(Optional.of(proxy(5, 5, Optional.empty())), member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("look");
    assertThat(page.verdict().findings())
        .anyMatch(f -> f.startsWith("web is served by backups only. "))
        .anyMatch(f -> f.startsWith("web/web1: weight 7 there. "));
  }

  @Test
  void aMemberThatBalancersLeaveOutIsNamedWithTagValueAndRule() {
    var left = Views.web("web1", 3000, MemberStatus.ALIVE, Map.of("weight", "heavy"));
    var page = page(Optional.empty(), left, member("lb1", "balancer", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("look");
    assertThat(page.verdict().findings().getFirst())
        .contains("web1", "weight", "\"heavy\"", "a number from 0 to 256, such as 100");
  }

  @Test
  void aFailedMemberIsNamedFirst() {
    var verdict =
        page(
                Optional.empty(),
                member("web1", MemberStatus.ALIVE, false),
                member("web2", MemberStatus.FAILED, true),
                member("web3", MemberStatus.LEFT, true),
                member("lb1", "balancer", MemberStatus.ALIVE, true))
            .verdict();
    assertThat(verdict.level()).isEqualTo("bad");
    assertThat(verdict.findings())
        .containsExactly("Failed: web2.", "Application failing its check: web1.");
  }

  @Test
  void whoLeftIsNotMissed() {
    var verdict =
        page(
                Optional.empty(),
                member("web1", MemberStatus.ALIVE, true),
                member("web3", MemberStatus.LEFT, true),
                member("lb1", "balancer", MemberStatus.ALIVE, true))
            .verdict();
    assertThat(verdict.level()).isEqualTo("well");
  }

  @Test
  void backendsWithoutABalancerAreSomethingToLookAt() {
    var verdict =
        page(
                Optional.empty(),
                member("web1", MemberStatus.ALIVE, true),
                member("lb1", "balancer", MemberStatus.LEFT, true))
            .verdict();
    assertThat(verdict.level()).isEqualTo("look");
    assertThat(verdict.findings().getFirst()).startsWith("No member is a balancer");
  }

  @Test
  void haproxysErrorIsInPlainSight() {
    var page =
        page(
            Optional.of(proxy(7, 6, Optional.of("line 3: unknown keyword"))),
            member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().findings()).containsExactly("HAProxy: line 3: unknown keyword");
    assertThat(new Pages().dashboard(page))
        .contains("id=\"proxy-error\" class=\"error\">line 3: unknown keyword<")
        .contains("data-state=\"broken\"")
        .contains("id=\"applied-revision\">6<")
        .contains("data-key=\"web/web1\" data-name=\"web1\" data-state=\"ready\"");
  }

  @Test
  void twoHundredMembersAreAllThere() {
    var members = new Member[200];
    for (int i = 0; i < members.length; i++) {
      members[i] = member("web" + (i + 1), MemberStatus.ALIVE, true);
    }
    var html = new Pages().dashboard(page(Optional.empty(), members));
    assertThat(html.split("<tr role=\"row\" data-key", -1)).hasSize(201);
    assertThat(html).contains("<b>200</b> alive");
  }

  @Test
  void whatHasNoShapeIsShown() {
    assertThat(VisibleText.text("a b-Ü-é-日本")).isEqualTo("a b-Ü-é-日本");
    assertThat(VisibleText.text("a\u202eb\u0000\u00a0\n"))
        .isEqualTo("a⟨U+202E⟩b⟨U+0000⟩⟨U+00A0⟩⟨U+000A⟩");
    assertThat(VisibleText.text("⟨U+202E⟩")).isNotEqualTo(VisibleText.text("\u202e"));
    assertThat(VisibleText.text("z\u0301\u0301\u0301")).isEqualTo("z\u0301\u0301⟨U+0301⟩");
    assertThat(VisibleText.text("abcdef", 3)).isEqualTo("abc…");
  }

  @Test
  void agesAreTold() {
    assertThat(DisplayTime.words(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(DisplayTime.words(Duration.ofSeconds(120))).isEqualTo("2 min");
    assertThat(DisplayTime.words(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(DisplayTime.words(Duration.ofHours(48))).isEqualTo("2 d");
    assertThat(DisplayTime.words(Duration.ofSeconds(-5))).isEqualTo("0 s");
  }

  @Test
  void theLogKeepsTheLastAndSaysWhatDiffers() {
    var events = new RecentEvents(Clock.fixed(NOW, ZoneOffset.UTC));
    events.add(new AgentEvent.MemberEvent("member-join", member("web1", MemberStatus.ALIVE, true)));
    events.add(
        new AgentEvent.MemberEvent("member-update", member("web1", MemberStatus.ALIVE, false)));
    assertThat(events.newestFirst().getFirst().detail()).isEqualTo("health passing → failing");

    for (int i = 0; i < RecentEvents.KEPT; i++) {
      events.add(
          new AgentEvent.User(new UserEvent("web1", "deploy", Payload.of("v" + i), i, false)));
    }
    assertThat(events.newestFirst()).hasSize(RecentEvents.KEPT);
    assertThat(events.newestFirst().getFirst().detail()).isEqualTo("v39 from web1");
    assertThat(events.newestFirst().getLast().detail()).isEqualTo("v0 from web1");
  }
}

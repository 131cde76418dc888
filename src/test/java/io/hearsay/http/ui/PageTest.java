package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.agent.AgentEvent;
import io.hearsay.balancer.ConfigTexts;
import io.hearsay.balancer.ProxyEvent;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.observe.Backends;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.balancer.plan.ServerChanges;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Payload;
import io.hearsay.membership.RefusedJoins;
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

/** What the page says about a cluster. */
class PageTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final ClusterStats FIGURES =
      new ClusterStats(
          Duration.ZERO,
          true,
          0,
          true,
          new ClusterStats.Place("", new TreeMap<>(), new RefusedJoins()),
          new TreeMap<>(),
          new ClusterStats.Flow(0, List.of()));

  private final Catalog catalog = Catalog.EMPTY;
  private Observation seen = Observation.NONE;
  private ConfigTexts texts = ConfigTexts.NONE;

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
        new ProxyStatus.Process(42, true, "3.0.11", 0, true),
        List.of());
  }

  private PageSource source(Optional<ProxyStatus> proxy, Member... members) {
    return new PageSource(
        new ClusterView(1, "web1", "", List.of(members)),
        FIGURES,
        proxy.map(
            status -> new PageSource.Balancer(status, catalog, seen, Optional.empty(), texts)),
        new PageSource.Happened(List.of(), List.of()),
        new PageSource.Build("1", "mark", NOW.minus(Duration.ofHours(3))),
        NOW);
  }

  private Page page(Optional<ProxyStatus> proxy, Member... members) {
    return Page.of(source(proxy, members), Filter.NONE, new Texts());
  }

  private String html(Filter filter, Optional<ProxyStatus> proxy, Member... members) {
    var source = source(proxy, members);
    return new Pages()
        .dashboard(new Head(source, "web1", "", filter), Page.of(source, filter, new Texts()));
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
  void serversThatHaproxyCallsDownAreShownWithTheReason() {
    seen(stat("web1", "DOWN", "Connection refused", false), stat("web2", "UP", "", false));
    var page =
        page(Optional.of(proxy(5, 5, Optional.empty())), member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("look");
    assertThat(page.verdict().findings())
        .anyMatch(f -> f.contains("DOWN in HAProxy") && f.contains("web1 – Connection refused"));
  }

  @Test
  void aServiceWithoutAnyServerUpIsBad() {
    seen(stat("web1", "DOWN", "Connection refused", false), stat("web2", "MAINT", "", false));
    var page =
        page(Optional.of(proxy(5, 5, Optional.empty())), member("web1", MemberStatus.ALIVE, true));
    assertThat(page.verdict().level()).isEqualTo("bad");
    assertThat(page.verdict().findings())
        .anyMatch(f -> f.startsWith("No server of web is up: its clients get 503"));
  }

  @Test
  void backupsAndDriftsDeserveALook() {
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
  void membersThatLeftAreNotMissed() {
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
  void backendsWithoutABalancerDeserveALook() {
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
    assertThat(
            html(
                Filter.NONE,
                Optional.of(proxy(7, 6, Optional.of("line 3: unknown keyword"))),
                member("web1", MemberStatus.ALIVE, true)))
        .contains("id=\"proxy-error\" class=\"error\">line 3: unknown keyword<")
        .contains("data-state=\"broken\"")
        .contains("id=\"applied-revision\">6<")
        .contains("data-key=\"web/web1\" data-name=\"web1\" data-state=\"ready\"");
  }

  private static Member[] members(int count) {
    var members = new Member[count];
    for (int i = 0; i < members.length; i++) {
      members[i] = member("web" + (i + 1), MemberStatus.ALIVE, true);
    }
    return members;
  }

  @Test
  void fewMembersAreAllShown() {
    var html = html(Filter.NONE, Optional.empty(), members(20));
    assertThat(html.split("<tr role=\"row\" data-key", -1)).hasSize(21);
    assertThat(html).contains("data-key=\"members backend/web\" open>");
  }

  @Test
  void manyMembersAreFoldedUntilSomethingIsWrong() {
    var html = html(Filter.NONE, Optional.empty(), members(200));
    assertThat(html)
        .doesNotContain("<tr role=\"row\" data-key")
        .contains("<b>200</b> alive", "200 alive</span>", "The 200 members of backend/web")
        .contains("href=\"ui/members?filter=group%3Abackend%2Fweb\"");

    var members = members(200);
    members[77] = member("web78", MemberStatus.FAILED, true);
    assertThat(html(Filter.NONE, Optional.empty(), members))
        .contains("data-key=\"web78\"", "data-key=\"members backend/web\" open>")
        .contains("All 200 members of backend/web");
  }

  @Test
  void thePageStaysShortHoweverManyMembersFail() {
    var members = members(500);
    for (int i = 0; i < members.length; i++) {
      members[i] = member("web" + i, "role" + i % 100, MemberStatus.FAILED, true);
    }
    var html = html(Filter.NONE, Optional.empty(), members);
    assertThat(html.split("<tr role=\"row\" data-key", -1).length).isBetween(30, 42);
    assertThat(html.split("<details class=\"group", -1)).hasSize(MemberGroup.MOST + 2);
  }

  @Test
  void aFilterAppliesToMembersServersAndEvents() {
    var status = Optional.of(proxy(5, 5, Optional.empty()));
    var members = members(200);
    members[77] = member("web78", MemberStatus.FAILED, true);
    assertThat(html(Filter.of("web78"), status, members))
        .contains("data-key=\"web78\"")
        .doesNotContain("data-key=\"web79\"", "data-key=\"web/web1\"")
        .contains("1 of 200 members, 0 services, 0 events")
        .contains("value=\"web78\"");
    assertThat(html(Filter.of("status:failed"), status, members)).contains("1 of 200 members");
    assertThat(html(Filter.of("service:web"), status, members)).contains("data-key=\"web/web1\"");
    assertThat(html(Filter.of("\"><script>"), status, members))
        .contains("value=\"&quot;&gt;&lt;script&gt;\"")
        .doesNotContain("<script>");
  }

  @Test
  void haproxysStateIsShownBesideOursWhereTheyDiffer() {
    seen(stat("web1", "MAINT", "", false));
    assertThat(
            html(
                Filter.NONE,
                Optional.of(proxy(5, 5, Optional.empty())),
                member("web1", MemberStatus.ALIVE, true)))
        .contains("<span class=\"note\">MAINT</span>", "ours: ready", "0 of 1 up");
    seen(stat("web1", "UP", "", false));
    assertThat(
            html(
                Filter.NONE,
                Optional.of(proxy(5, 5, Optional.empty())),
                member("web1", MemberStatus.ALIVE, true)))
        .contains("<span class=\"passing\">UP</span>", "1 of 1 up")
        .doesNotContain("ours:");
  }

  @Test
  void theLastChangeIsShownLineByLineAndARefusedTextWithItsError() {
    var error = "HAProxy refuses it: parsing [/etc/haproxy.cfg:2] : unknown keyword '<x>'";
    texts =
        new ConfigTexts(
            Optional.of(
                new ConfigTexts.Change(
                    "backend web\n  server web1 weight 100\n",
                    "backend web\n  server web1 weight 7\n")),
            Optional.of(new ConfigTexts.Refused("frontend f\n  <x> on\n", error)));
    assertThat(
            html(
                Filter.NONE,
                Optional.of(proxy(7, 6, Optional.of(error))),
                member("web1", MemberStatus.ALIVE, true)))
        .contains("<span class=\"sign\">-</span> <code>  server web1 weight 100</code>")
        .contains("<span class=\"sign\">+</span> <code>  server web1 weight 7</code>")
        .contains(
            "<code>  &lt;x&gt; on</code> <strong>unknown keyword &#39;&lt;x&gt;&#39;</strong>");
  }

  @Test
  void thePictureNamesBalancersServicesAndServers() {
    seen(stat("web1", "UP", "", false));
    assertThat(
            html(
                Filter.NONE,
                Optional.of(proxy(5, 5, Optional.empty())),
                member("lb1", "balancer", MemberStatus.ALIVE, true),
                member("web1", MemberStatus.ALIVE, true)))
        .contains("1 balancer, 1 service, 1 server: web by 1", ">no zone</text>", ">web: 1</text>");
  }

  @Test
  void aBalancersPageIsLinkedOnlyIfItNamesAPort() {
    assertThat(new BalancerLink(balancer("7373"), false).dashboard())
        .contains("http://127.0.0.1:7373/");
    for (var port : List.of("", "0", "65536", "80/evil", "1e3", "-1")) {
      assertThat(new BalancerLink(balancer(port), false).dashboard()).isEmpty();
    }
    assertThat(new BalancerLink(member("lb1", MemberStatus.ALIVE, true), false).dashboard())
        .isEmpty();
  }

  private static Member balancer(String port) {
    return Views.member(
        "lb1", "127.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer", BalancerLink.TAG, port));
  }

  @Test
  void aMembersPageExplainsItsState() {
    seen(stat("web1", "DOWN", "Connection refused", false));
    var status = Optional.of(proxy(5, 5, Optional.empty()));
    assertThat(why(status, Views.web("web1", 3000)))
        .containsExactly(
            "It is alive.",
            "Its application passes its check.",
            "It is in the service web (the default: it has no tag service).",
            "Its weight is 100 (the default: it has no tag weight).",
            "HAProxy calls it DOWN (Connection refused, L4CON), ours is ready.");
    assertThat(why(status, Views.web("web1", 3000, MemberStatus.ALIVE, Map.of("weight", "heavy"))))
        .last()
        .asString()
        .contains("web1 is left out: its weight is \"heavy\"");
    assertThat(why(status, member("web1", MemberStatus.FAILED, true))).hasSize(1);
    assertThat(why(status, member("web1", MemberStatus.ALIVE, false)))
        .last()
        .asString()
        .contains("balancers leave it out until it passes");
    assertThat(why(Optional.empty(), Views.web("web1", 3000)))
        .last()
        .asString()
        .startsWith("There is no balancer");
    assertThat(why(status, Views.with(Views.web("web1", 3000), TrafficMode.DRAIN)))
        .anyMatch(r -> r.contains("since it drains"));
  }

  private List<String> why(Optional<ProxyStatus> status, Member member) {
    return Reasons.of(source(status, member), member).stream().map(Reasons.Reason::text).toList();
  }

  @Test
  void textFromAMemberIsEscapedOnItsPage() {
    var evil = Views.web("<b>web1", 3000, MemberStatus.ALIVE, Map.of("zone", "\"><script>"));
    var source = source(Optional.empty(), evil);
    var source1 =
        new PageSource(
            new ClusterView(1, "<b>web1", "", List.of(evil)),
            source.figures(),
            Optional.empty(),
            source.happened(),
            source.build(),
            NOW);
    assertThat(
            new Pages()
                .member(
                    new Head(source1, evil.name(), "../../", Filter.NONE),
                    new MemberPage(source1, evil)))
        .doesNotContain("<b>web1", "<script>")
        .contains("&lt;b&gt;web1", "&quot;&gt;&lt;script&gt;");
  }

  @Test
  void invisibleCharactersAreShown() {
    assertThat(VisibleText.text("a b-Ü-é-日本")).isEqualTo("a b-Ü-é-日本");
    assertThat(VisibleText.text("a\u202eb\u0000\u00a0\n"))
        .isEqualTo("a⟨U+202E⟩b⟨U+0000⟩⟨U+00A0⟩⟨U+000A⟩");
    assertThat(VisibleText.text("⟨U+202E⟩")).isNotEqualTo(VisibleText.text("\u202e"));
    assertThat(VisibleText.text("z\u0301\u0301\u0301")).isEqualTo("z\u0301\u0301⟨U+0301⟩");
    assertThat(VisibleText.text("abcdef", 3)).isEqualTo("abc…");
  }

  @Test
  void agesAreFormatted() {
    assertThat(DisplayTime.words(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(DisplayTime.words(Duration.ofSeconds(120))).isEqualTo("2 min");
    assertThat(DisplayTime.words(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(DisplayTime.words(Duration.ofHours(48))).isEqualTo("2 d");
    assertThat(DisplayTime.words(Duration.ofSeconds(-5))).isEqualTo("0 s");
  }

  @Test
  void appliesAreKeptWithRevisionReasonAndTime() {
    var events = new RecentEvents(Clock.fixed(NOW, ZoneOffset.UTC));
    for (int i = 0; i <= RecentEvents.APPLIES; i++) {
      events.add(
          new AgentEvent.ProxyEvent(
              new ProxyEvent.Applied(
                  i,
                  new ProxyEvent.How(ProxyStatus.Method.RUNTIME, Optional.empty(), "why " + i),
                  ServerChanges.NONE,
                  3)));
    }
    events.add(new AgentEvent.ProxyEvent(new ProxyEvent.Failed(99, FailureKind.OTHER, "no disk")));
    var rows = events.appliesNewestFirst();
    assertThat(rows).hasSize(RecentEvents.APPLIES);
    assertThat(rows.getFirst())
        .extracting(ApplyRow::how, ApplyRow::revision, ApplyRow::text)
        .containsExactly("failed", 99L, "no disk");
    assertThat(rows.get(1).how()).isEqualTo("runtime");
    assertThat(rows.get(1).duration()).isEqualTo("3 ms");
    assertThat(rows.get(1).text()).contains("why " + RecentEvents.APPLIES);
  }

  @Test
  void theLogKeepsTheLatestEventsWithTheirChanges() {
    var events = new RecentEvents(Clock.fixed(NOW, ZoneOffset.UTC));
    var healthy = member("web1", MemberStatus.ALIVE, true);
    var ill = member("web1", MemberStatus.ALIVE, false);
    // The first that it hears of the member, which was there before it listened.
    events.add(new AgentEvent.MemberEvent("member-update", ill, Optional.of(healthy), List.of()));
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

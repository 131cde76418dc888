package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import io.hearsay.balancer.model.LeftOut;
import io.hearsay.finding.Findings;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.TemplateFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The complete dashboard: what it does not show was excluded by the reader's filter or is behind a
 * link.
 *
 * @param source what it is drawn from
 * @param filter the reader's filter
 * @param members all members, regardless of the filter
 * @param verdict whether all is well
 * @param lists what matches the filter
 * @param panels of a balancer
 */
public record Page(
    PageSource source,
    Filter filter,
    List<MemberRow> members,
    HealthSummary verdict,
    Lists lists,
    Panels panels)
    implements TemplateFields {
  /** Maximum number of healthy services or groups shown; more are behind a link. */
  private static final int IN_SIGHT = 10;

  private static final int APPLIES = 20;

  /**
   * The lists.
   *
   * @param services of a balancer
   * @param groups of members
   * @param troubles with single servers and members
   * @param events that have happened
   * @param applies that succeeded or failed
   */
  public record Lists(
      List<ServiceBlock> services,
      List<MemberGroup> groups,
      List<Trouble> troubles,
      List<LogLine> events,
      List<ApplyRow> applies) {}

  /**
   * The panels of a balancer, and the picture that every agent has.
   *
   * @param proxy its pipeline
   * @param change of its configuration
   * @param refused the refused text of its configuration
   * @param picture who serves whom
   */
  public record Panels(
      Optional<ProxyPanel> proxy, TextPanel change, TextPanel refused, Picture picture) {}

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "self" -> SelfPanel.of(source);
          case "verdict" -> verdict;
          case "counts" -> Arrays.stream(MemberStatus.values()).map(this::count).toList();
          case "memberCount" -> members.size();
          case "proxies" -> panels.proxy().stream().toList();
          case "change" -> panels.change();
          case "refused" -> panels.refused();
          case "picture" -> panels.picture();
          case "balancers" -> BalancerLink.of(source);
          case "services" -> inSight(lists.services(), ServiceBlock::wrong);
          case "moreServices" -> behind(lists.services(), ServiceBlock::wrong);
          case "serviceCount" -> lists.services().size();
          case "groups" -> inSight(lists.groups(), MemberGroup::wrong);
          case "moreGroups" -> behind(lists.groups(), MemberGroup::wrong);
          case "troubles" ->
              lists.troubles().subList(0, Math.min(Trouble.SHOWN, lists.troubles().size()));
          case "moreTroubles" -> Math.max(0, lists.troubles().size() - Trouble.SHOWN);
          case "troubleCount" -> lists.troubles().size();
          case "log" -> lists.events();
          case "applies" -> lists.applies().stream().limit(APPLIES).toList();
          case "found" -> found();
          default -> null;
        });
  }

  /** The number of members with a status. */
  public record Count(String status, long number) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "status" -> status;
            case "number" -> number;
            default -> null;
          });
    }
  }

  static Page of(PageSource source, Filter filter, Texts texts) {
    var all =
        source.view().members().stream()
            .map(m -> new MemberRow(m, m.name().equals(source.view().self()), source.now()))
            .toList();
    var rows = new ArrayList<>(all);
    rows.removeIf(m -> !filter.isEmpty() && !filter.takes(m.searched()));
    var services = source.balancer().map(Services::new);
    var budget =
        new RowBudget(rows.size() + services.map(Services::size).orElse(0), !filter.isEmpty());
    var blocks = services.map(s -> s.blocks(filter, budget)).orElse(List.of());
    var panel = source.balancer().map(b -> ProxyPanel.of(b.status(), source.now()));
    texts.look(source.balancer().map(PageSource.Balancer::texts).orElse(ConfigTexts.NONE));
    var happened = source.happened();
    return new Page(
        source,
        filter,
        all,
        HealthSummary.of(
            all,
            SelfPanel.of(source),
            panel,
            ProxyFindings.of(
                source
                    .balancer()
                    .map(b -> Findings.of(b.status(), b.seen()))
                    .orElseGet(() -> Findings.of(source.view())))),
        new Lists(
            blocks,
            MemberGroup.of(rows, budget),
            Trouble.of(source).stream().filter(t -> filter.takes(t.searched())).toList(),
            happened.events().stream().filter(l -> filter.takes(l.searched())).toList(),
            happened.applies().stream().filter(a -> filter.takes(a.searched())).toList()),
        new Panels(panel, texts.change(), texts.refused(), picture(source, services)));
  }

  private static Picture picture(PageSource source, Optional<Services> services) {
    return new Serving(
            source.view().present().stream()
                .filter(m -> m.tags().role().equals("balancer"))
                .map(m -> new Serving.Node(m.name(), m.tags().get("zone").orElse("")))
                .toList(),
            services.map(Services::serving).orElseGet(() -> serving(source.view())))
        .picture();
  }

  /** Without a HAProxy to ask: which members should serve, by what they announce. */
  private static List<Serving.Server> serving(ClusterView view) {
    return view.present().stream()
        .filter(m -> m.tags().role().equals("backend"))
        .filter(m -> LeftOut.of(m).isEmpty())
        .map(
            m ->
                new Serving.Server(
                    m.tags().get("service").orElse("web"),
                    m.name(),
                    m.tags().get("zone").orElse(""),
                    level(m),
                    false))
        .toList();
  }

  private static String level(Member member) {
    return !member.healthy()
        ? "failing"
        : member.mode().text().equals("ready") ? "passing" : "note";
  }

  private Count count(MemberStatus status) {
    return new Count(
        status.text(), members.stream().filter(m -> m.member().status() == status).count());
  }

  private <T> List<T> inSight(List<T> all, ToLongFunction<T> wrong) {
    return isLong(all) ? all.stream().filter(t -> wrong.applyAsLong(t) > 0).toList() : all;
  }

  private <T> List<T> behind(List<T> all, ToLongFunction<T> wrong) {
    return isLong(all) ? all.stream().filter(t -> wrong.applyAsLong(t) == 0).toList() : List.of();
  }

  private boolean isLong(List<?> all) {
    return all.size() > IN_SIGHT && filter.isEmpty();
  }

  /** What the filter has found, as a text. */
  private String found() {
    if (filter.isEmpty()) {
      return "";
    }
    int shown = lists.groups().stream().mapToInt(MemberGroup::size).sum();
    return shown
        + " of "
        + members.size()
        + " members, "
        + lists.services().size()
        + (lists.services().size() == 1 ? " service, " : " services, ")
        + lists.events().size()
        + (lists.events().size() == 1 ? " event" : " events");
  }
}

package io.hearsay.http.ui;

import io.hearsay.agent.Agent;
import io.hearsay.agent.AgentEvent;
import io.hearsay.balancer.ProxyEvent;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.membership.UserEvent;
import io.hearsay.text.VisibleText;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last events, for readers who open the page later. */
@Singleton
public class RecentEvents {
  /** How many are kept. */
  static final int KEPT = 40;

  /** How many applies are kept. */
  static final int APPLIES = 40;

  private static final int MAX_TEXT = 160;
  private static final String HAPROXY = "HAProxy";

  private final Clock clock;
  private final ArrayDeque<LogLine> lines = new ArrayDeque<>();
  private final ArrayDeque<ApplyRow> applies = new ArrayDeque<>();
  private long count;

  /** Called by the dependency injection. */
  @Inject
  public RecentEvents() {
    this(Clock.systemUTC());
  }

  RecentEvents(Clock clock) {
    this.clock = clock;
  }

  void listen(@Observes StartupEvent start, Agent agent) {
    var unused = agent.listen(this::add);
  }

  /** The last events, the newest first. */
  synchronized List<LogLine> newestFirst() {
    return new ArrayList<>(lines).reversed();
  }

  /** The last applies, the newest first. */
  synchronized List<ApplyRow> appliesNewestFirst() {
    return new ArrayList<>(applies).reversed();
  }

  synchronized void add(AgentEvent event) {
    switch (event) {
      case AgentEvent.MemberEvent m -> add(m.type(), m.member().name(), detail(m));
      case AgentEvent.ProxyEvent p -> proxy(p.event());
      case AgentEvent.DriftEvent d -> drift(d.type(), d.drift());
      case AgentEvent.FindingEvent f ->
          add(f.type(), f.finding().kind().label(), f.finding().text());
      case AgentEvent.User u -> user(u.event());
    }
  }

  private static String detail(AgentEvent.MemberEvent event) {
    return event
        .before()
        .map(before -> Differences.between(before, event.member()))
        .orElseGet(() -> "at " + MemberRow.address(event.member()));
  }

  private void proxy(ProxyEvent event) {
    switch (event) {
      case ProxyEvent.Applied a -> {
        add(
            a.type(),
            HAPROXY,
            a.text() + " (revision " + a.revision() + ", " + a.millis() + " ms)");
        add(ApplyRow.of(count, clock.instant(), a));
      }
      case ProxyEvent.Failed f -> {
        add(f.type(), HAPROXY, f.error());
        add(ApplyRow.of(count, clock.instant(), f));
      }
      case ProxyEvent.Died d -> add(d.type(), HAPROXY, d.text());
      case ProxyEvent.Restarted r ->
          add(r.type(), HAPROXY, "process " + r.pid() + ", after " + r.millis() + " ms");
      case ProxyEvent.Corrected c -> add(c.type(), c.backend() + "/" + c.server(), c.text());
    }
  }

  private void drift(String type, Drift drift) {
    add(type, drift.backend() + "/" + drift.server(), drift.text());
  }

  private void user(UserEvent event) {
    var from = event.from().isEmpty() ? "" : " from " + event.from();
    add("user", event.name(), event.payload().text() + from);
  }

  private void add(ApplyRow row) {
    applies.addLast(row);
    if (applies.size() > APPLIES) {
      applies.removeFirst();
    }
  }

  private void add(String type, String subject, String detail) {
    lines.addLast(
        new LogLine(
            ++count,
            clock.instant(),
            type,
            VisibleText.text(subject, MAX_TEXT),
            VisibleText.text(detail, MAX_TEXT)));
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }
}

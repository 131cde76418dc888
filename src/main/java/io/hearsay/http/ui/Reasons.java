package io.hearsay.http.ui;

import io.hearsay.balancer.model.LeftOut;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains a member's state: what the cluster believes about it, and what balancers make of that.
 */
final class Reasons {
  private final PageSource source;
  private final Member member;
  private final List<Reason> reasons = new ArrayList<>();

  /**
   * One step of the explanation.
   *
   * @param level a class of the style sheet: {@code passing}, {@code note} or {@code failing}
   * @param text one sentence
   */
  public record Reason(String level, String text) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "level" -> level;
            case "text" -> VisibleText.text(text);
            default -> null;
          });
    }
  }

  private Reasons(PageSource source, Member member) {
    this.source = source;
    this.member = member;
  }

  /** The steps in the order in which they are decided, up to the first that is decisive. */
  static List<Reason> of(PageSource source, Member member) {
    var all = new Reasons(source, member);
    if (all.takesPart()) {
      all.service();
    }
    return List.copyOf(all.reasons);
  }

  private void well(String text) {
    reasons.add(new Reason("passing", text));
  }

  private void look(String text) {
    reasons.add(new Reason("note", text));
  }

  private void bad(String text) {
    reasons.add(new Reason("failing", text));
  }

  /** Whether balancers send it requests, according to the cluster. */
  private boolean takesPart() {
    switch (member.status()) {
      case ALIVE -> well("It is alive.");
      case SUSPECT ->
          look("It does not answer; it has some time to refute that before it is called failed.");
      case LEAVING -> look("It has announced that it leaves: it gets no new requests.");
      case LEFT -> {
        look("It left of its own will: no balancer has it.");
        return false;
      }
      case FAILED -> {
        bad("It did not answer, and nobody has heard of it since: no balancer has it.");
        return false;
      }
    }
    var role = member.tags().role();
    if (!role.equals("backend")) {
      var said = role.isEmpty() ? "It has no role" : "Its role is " + role;
      look(said + ": balancers send requests to role=backend only.");
      return false;
    }
    if (!member.healthy()) {
      bad("Its own check of its application fails: balancers leave it out until it passes.");
      return false;
    }
    well("Its application passes its check.");
    var misfit = LeftOut.of(member);
    if (misfit.isPresent()) {
      bad(
          misfit.get().text()
              + ". Set another one on that member (hearsay tags --set). All balancers leave it out.");
      return false;
    }
    return true;
  }

  private void service() {
    var tag = member.tags().get("service");
    var service = tag.orElse("web");
    well(
        "It is in the service "
            + service
            + (tag.isPresent() ? " (its tag service)." : " (the default: it has no tag service)."));
    weight();
    source.balancer().ifPresentOrElse(balancer -> here(balancer, service), this::elsewhere);
  }

  private void weight() {
    var tag = member.tags().get("weight");
    if (member.mode() == TrafficMode.MAINTENANCE) {
      look("It is in maintenance: it gets no requests, until hearsay drain --off.");
    } else if (member.mode() == TrafficMode.DRAIN) {
      look("Its weight is 0, since it drains: no new requests, until hearsay drain --off.");
    } else if (member.status() == MemberStatus.LEAVING) {
      look("Its weight is 0, since it leaves.");
    } else if (tag.isPresent()) {
      well("Its weight is " + tag.get() + " (its tag weight).");
    } else {
      well("Its weight is 100 (the default: it has no tag weight).");
    }
  }

  /** Adds, on a balancer, what its pipeline and its HAProxy make of it. */
  private void here(PageSource.Balancer balancer, String service) {
    var server =
        balancer.status().servers().stream()
            .filter(s -> s.name().equals(member.name()) && s.backend().equals(service))
            .findFirst();
    if (server.isEmpty()) {
      boolean held = balancer.status().held().contains(service + "/" + member.name());
      look(
          held
              ? "This balancer holds it back: it came and went too often"
                  + " (hearsay.balancer.flap-half-life)."
              : "This balancer does not have it yet: that is about to be applied.");
      return;
    }
    var row =
        ServerRow.of(
            server.get(),
            balancer.catalog().services().stream()
                .filter(s -> s.name().equals(service))
                .flatMap(s -> s.servers().stream())
                .filter(s -> s.name().equals(member.name()))
                .findFirst(),
            balancer.seen());
    if (row.live().backup()) {
      look(
          "Here it is a backup, for when no other is up: its zone, "
              + row.zone()
              + ", is not that of this balancer.");
    }
    if (!row.live().isKnown()) {
      look("HAProxy has not said anything of it yet.");
    } else if (row.isWrong()) {
      bad(
          "HAProxy calls it "
              + row.live().status()
              + (row.live().why().isEmpty() ? "" : " (" + row.live().why() + ")")
              + ", ours is "
              + row.wanted().state()
              + ".");
    } else {
      well("HAProxy calls it " + row.live().status() + ".");
    }
    balancer.seen().drifts().stream()
        .filter(d -> d.kind() != Drift.Kind.DOWN)
        .filter(d -> d.backend().equals(service) && d.server().equals(member.name()))
        .forEach(d -> bad("It has drifted: " + d.text() + "."));
  }

  private void elsewhere() {
    boolean driven =
        source.view().present().stream().anyMatch(m -> m.tags().role().equals("balancer"));
    if (driven) {
      well("Every balancer has it; what its HAProxy makes of it is on that balancer's page.");
    } else {
      bad("There is no balancer: nobody sends it requests. Start one with role=balancer.");
    }
  }
}

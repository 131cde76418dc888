package io.hearsay.http.ui;

import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;

/** A member's own page, which explains its state. */
public record MemberPage(PageSource source, Member member) implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "row" -> row();
          case "reasons" -> Reasons.of(source, member);
          case "servers" -> servers();
          case "balancers" -> BalancerLink.of(source);
          case "id" -> VisibleText.text(member.id());
          case "incarnation" -> member.incarnation();
          case "log" -> log();
          default -> null;
        });
  }

  private MemberRow row() {
    return new MemberRow(member, member.name().equals(source.view().self()), source.now());
  }

  /**
   * The member as a server of this balancer; empty if this is not a balancer or does not have it.
   */
  private List<ServiceBlock> servers() {
    return source.balancer().stream()
        .flatMap(b -> new Services(b).of(member.name()).stream())
        .toList();
  }

  private List<LogLine> log() {
    var name = VisibleText.text(member.name());
    return source.happened().events().stream()
        .filter(l -> l.subject().equals(name) || l.subject().endsWith("/" + name))
        .toList();
  }
}

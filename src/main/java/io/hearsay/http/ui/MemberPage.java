package io.hearsay.http.ui;

import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;

/** A member's own page: why it is where it is. */
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

  /** It as this balancer has it; nothing if this is none, or has it not. */
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

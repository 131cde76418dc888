package io.hearsay.http.ui;

import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A member as a row of the table. All texts are {@linkplain VisibleText visible}, none is HTML.
 *
 * @param self whether it is the member that is asked
 * @param now when the page was made
 */
public record MemberRow(Member member, boolean self, Instant now) implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> name();
          case "self" -> self;
          case "role" -> role();
          case "service" -> VisibleText.text(member.tags().get("service").orElse(""));
          case "address" -> address(member);
          case "status" -> status();
          case "health" -> health();
          case "mode" -> isPresent() ? member.mode().text() : "";
          case "rtt" -> rtt();
          case "since" -> DisplayTime.of(member.since(), now);
          case "tags" -> tags();
          default -> null;
        });
  }

  /** A tag that has no column of its own. */
  public record Tag(String key, String value) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "key" -> key;
            case "value" -> value;
            default -> null;
          });
    }
  }

  /** Unique in the cluster. */
  String name() {
    return VisibleText.text(member.name());
  }

  /** Empty if it says none. */
  String role() {
    return VisibleText.text(member.tags().role());
  }

  /** What the cluster believes. */
  String status() {
    return member.status().text();
  }

  /** Passing or failing, empty for one that is gone: nobody knows. */
  String health() {
    return isPresent() ? member.healthy() ? "passing" : "failing" : "";
  }

  private boolean isPresent() {
    return member.status().present();
  }

  /** With the port of its gossip. */
  static String address(Member member) {
    var ip = member.address().getHostAddress();
    return VisibleText.text((ip.contains(":") ? "[" + ip + "]" : ip) + ":" + member.port());
  }

  /** In milliseconds, empty if it was not measured. */
  private String rtt() {
    if (member.rttMillis().isEmpty() || !isPresent()) {
      return "";
    }
    double millis = member.rttMillis().getAsDouble();
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  private List<Tag> tags() {
    return member.tags().asMap().entrySet().stream()
        .filter(e -> !e.getKey().equals("role") && !e.getKey().equals("service"))
        .map(e -> new Tag(VisibleText.text(e.getKey()), VisibleText.text(e.getValue())))
        .toList();
  }
}

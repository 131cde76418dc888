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
 * @param service what it serves; empty if it says nothing
 * @param address with the port of its gossip
 * @param health passing or failing, empty for one that is gone: nobody knows
 * @param mode ready, drain or maintenance, empty for one that is gone
 * @param rtt in milliseconds, empty if it was not measured
 * @param since when the status was first seen here
 * @param tags what else it says of itself
 */
public record MemberRow(
    String name,
    boolean self,
    String role,
    String service,
    String address,
    String status,
    String health,
    String mode,
    String rtt,
    DisplayTime since,
    List<Tag> tags)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> name();
          case "self" -> self;
          case "role" -> role;
          case "service" -> service;
          case "address" -> address;
          case "status" -> status;
          case "health" -> health;
          case "mode" -> mode;
          case "rtt" -> rtt;
          case "since" -> since;
          case "tags" -> tags;
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

  static MemberRow of(Member member, String self, Instant now) {
    boolean present = member.status().present();
    return new MemberRow(
        VisibleText.text(member.name()),
        member.name().equals(self),
        VisibleText.text(member.tags().role()),
        VisibleText.text(member.tags().get("service").orElse("")),
        address(member),
        member.status().text(),
        present ? member.healthy() ? "passing" : "failing" : "",
        present ? member.mode().text() : "",
        member.rttMillis().isPresent() && present ? rtt(member.rttMillis().getAsDouble()) : "",
        DisplayTime.of(member.since(), now),
        tags(member));
  }

  static String address(Member member) {
    var ip = member.address().getHostAddress();
    return VisibleText.text((ip.contains(":") ? "[" + ip + "]" : ip) + ":" + member.port());
  }

  private static String rtt(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  private static List<Tag> tags(Member member) {
    return member.tags().asMap().entrySet().stream()
        .filter(e -> !e.getKey().equals("role") && !e.getKey().equals("service"))
        .map(e -> new Tag(VisibleText.text(e.getKey()), VisibleText.text(e.getValue())))
        .toList();
  }
}

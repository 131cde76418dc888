package io.hearsay.http.ui;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A member in the table. All texts are {@linkplain VisibleText visible}, none is HTML.
 *
 * @param self whether it is the local member
 * @param now when the page was drawn
 */
public record MemberRow(Member member, boolean self, Instant now) implements TemplateFields {
  private static final List<String> RANKS = List.of("failed", "suspect", "leaving");

  /** Members with something wrong first, then by name. */
  static final Comparator<MemberRow> WORST_FIRST =
      Comparator.comparingInt(MemberRow::rank).thenComparing(row -> row.member().name());

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> name();
          case "link" -> link(member.name());
          case "self" -> self;
          case "role" -> role();
          case "group" -> MemberGroup.of(this);
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

  /** A tag. */
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

  private int rank() {
    int rank = RANKS.indexOf(status());
    return rank >= 0 ? rank : isWrong() ? RANKS.size() : RANKS.size() + 1;
  }

  /** Whether something is wrong with it. */
  boolean isWrong() {
    return status().equals("failed")
        || status().equals("suspect")
        || (isPresent() && !member.healthy());
  }

  /** The link to a member's page, relative to the dashboard. */
  static String link(String name) {
    return "ui/members/" + encoded(name);
  }

  /** Encodes a text as a part of a URL. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The text that filters are applied to. */
  String searched() {
    var parts =
        new ArrayList<>(
            List.of(
                member.name(),
                address(member),
                "status:" + status(),
                "health:" + health(),
                "mode:" + member.mode().text(),
                "group:" + MemberGroup.of(this)));
    member.tags().asMap().forEach((key, value) -> parts.add(key + ":" + value));
    member.tags().asMap().forEach((key, value) -> parts.add(key + "=" + value));
    return Filter.searched(parts);
  }

  /** Unique in the cluster. */
  String name() {
    return VisibleText.text(member.name());
  }

  /** Empty if it has none. */
  String role() {
    return VisibleText.text(member.tags().role());
  }

  /** What the cluster believes about it. */
  String status() {
    return member.status().text();
  }

  /** Passing or failing; empty for a member that is gone, as it is unknown. */
  String health() {
    return isPresent() ? member.healthy() ? "passing" : "failing" : "";
  }

  private boolean isPresent() {
    return member.status().present();
  }

  /** Its address with the gossip port. */
  static String address(Member member) {
    var at = new HostPort(member.address().getHostAddress(), member.port());
    return VisibleText.text(at.toString());
  }

  /** The round trip in milliseconds; empty if it was not measured. */
  private String rtt() {
    if (member.rttMillis().isEmpty() || !isPresent()) {
      return "";
    }
    double millis = member.rttMillis().getAsDouble();
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  private List<Tag> tags() {
    return member.tags().asMap().entrySet().stream()
        .map(e -> new Tag(VisibleText.text(e.getKey()), VisibleText.text(e.getValue())))
        .toList();
  }
}

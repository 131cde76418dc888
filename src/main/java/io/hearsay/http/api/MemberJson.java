package io.hearsay.http.api;

import io.hearsay.membership.Member;
import java.util.Map;

/** A member as the API shows it; see {@link Member}. */
record MemberJson(
    String name,
    String id,
    String address,
    int port,
    String status,
    String health,
    String mode,
    long incarnation,
    Map<String, String> tags,
    String since,
    Double rttMillis) {

  static MemberJson of(Member m) {
    return new MemberJson(
        m.name(),
        m.id(),
        m.address().getHostAddress(),
        m.port(),
        m.status().text(),
        m.healthy() ? "passing" : "failing",
        m.mode().text(),
        m.incarnation(),
        m.tags().asMap(),
        m.since().toString(),
        m.rttMillis().isPresent() ? m.rttMillis().getAsDouble() : null);
  }
}

package io.hearsay.cli;

import io.hearsay.membership.ClusterView;
import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Parses the answer of {@code GET /v1/members}, from an agent, or from a file with such an answer
 * or written by hand. A member needs only a name and an address: all else defaults to that of a
 * healthy member.
 */
final class Snapshot {
  private static final int GOSSIP_PORT = 7946;

  private Snapshot() {}

  /**
   * Parses a view.
   *
   * @throws IllegalArgumentException if it is invalid; the message says what is wrong and where
   */
  static ClusterView parse(String text) {
    JsonObject json;
    try {
      json = Json.parse(text);
    } catch (DecodeException e) {
      throw new IllegalArgumentException(
          "it is not JSON; it takes what GET /v1/members answers", e);
    }
    if (!(json.getValue("members") instanceof JsonArray array)) {
      throw new IllegalArgumentException(
          "it has no list \"members\"; it takes what GET /v1/members answers");
    }
    var members = new ArrayList<Member>();
    var names = new HashSet<String>();
    for (int i = 0; i < array.size(); i++) {
      var where = "members[" + i + "]";
      if (!(array.getValue(i) instanceof JsonObject member)) {
        throw new IllegalArgumentException(where + " is no object");
      }
      var parsed = member(member, where);
      if (!names.add(parsed.name())) {
        throw new IllegalArgumentException(where + ".name is that of an earlier member");
      }
      members.add(parsed);
    }
    return new ClusterView(
        1, text(json, "self", "", "self"), text(json, "label", "", "label"), members);
  }

  private static Member member(JsonObject json, String where) {
    var name = text(json, "name", "", where + ".name");
    if (name.isEmpty()) {
      throw new IllegalArgumentException(where + " has no name");
    }
    var address = address(text(json, "address", "", where + ".address"), where);
    return new Member(
        name,
        text(json, "id", name, where + ".id"),
        address,
        (int) number(json, "port", GOSSIP_PORT, where + ".port"),
        new Member.Word(
            text(json, "health", "passing", where + ".health").equals("passing"),
            one(json, "mode", TrafficMode.values(), TrafficMode::text, where),
            number(json, "incarnation", 0, where + ".incarnation"),
            tags(json, where + ".tags")),
        new Member.Sight(
            one(json, "status", MemberStatus.values(), MemberStatus::text, where),
            Instant.EPOCH,
            OptionalDouble.empty()));
  }

  /** Parses an address, dropping the scope, which has a meaning on the agent's host only. */
  private static InetAddress address(String text, String where) {
    try {
      var literal = IpLiteral.parse(text);
      if (literal.isPresent()) {
        return InetAddress.getByAddress(literal.get().getAddress());
      }
    } catch (UnknownHostException e) {
      // Thrown only for a wrong number of bytes.
    }
    throw new IllegalArgumentException(where + ".address is no IP address");
  }

  private static Tags tags(JsonObject json, String where) {
    var tags = new TreeMap<String, String>();
    switch (json.getValue("tags")) {
      case null -> {}
      case JsonObject object ->
          object.fieldNames().forEach(key -> tags.put(key, text(object, key, "", where)));
      default -> throw new IllegalArgumentException(where + " is no object");
    }
    try {
      return Tags.of(tags);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static <T> T one(
      JsonObject json, String key, T[] values, Function<T, String> text, String where) {
    var given = text(json, key, text.apply(values[0]), where + "." + key);
    return Arrays.stream(values)
        .filter(v -> text.apply(v).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    where
                        + "."
                        + key
                        + " is none of "
                        + String.join(", ", Arrays.stream(values).map(text).toList())));
  }

  private static String text(JsonObject json, String key, String absent, String where) {
    return switch (json.getValue(key)) {
      case null -> absent;
      case String s -> s;
      // Snapshots written by hand have "port": 3000.
      case Integer n -> n.toString();
      default -> throw new IllegalArgumentException(where + " is no text");
    };
  }

  private static long number(JsonObject json, String key, long absent, String where) {
    return switch (json.getValue(key)) {
      case null -> absent;
      case Integer n -> n;
      case Long n -> n;
      default -> throw new IllegalArgumentException(where + " is no whole number");
    };
  }
}

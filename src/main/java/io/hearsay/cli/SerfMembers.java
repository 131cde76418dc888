package io.hearsay.cli;

import io.hearsay.membership.HostPort;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Prints members as Serf does. */
final class SerfMembers {
  /** The protocol version that Serf reports since 0.8. */
  private static final int PROTOCOL = 5;

  private static final int LEAST_PROTOCOL = 2;

  private SerfMembers() {}

  /** The members that match all filters; regular expressions match whole values. */
  static List<JsonObject> matching(JsonArray members, GoFlags flags) {
    Predicate<JsonObject> filter = m -> true;
    var status = flags.last("status").map(text -> Arguments.pattern("-status", text));
    if (status.isPresent()) {
      filter = filter.and(m -> status.get().matcher(status(m)).matches());
    }
    var name = flags.last("name").map(text -> Arguments.pattern("-name", text));
    if (name.isPresent()) {
      filter = filter.and(m -> name.get().matcher(m.getString("name")).matches());
    }
    var role = flags.last("role").map(text -> Arguments.pattern("-role", text));
    if (role.isPresent()) {
      filter = filter.and(m -> matches(m, "role", role.get()));
    }
    for (var tag : flags.all("tag")) {
      int equals = Arguments.equals("-tag", tag, "KEY=REGEX");
      var value = Arguments.pattern("-tag", tag.substring(equals + 1));
      filter = filter.and(m -> matches(m, tag.substring(0, equals), value));
    }
    var found = new ArrayList<JsonObject>();
    for (var member : members) {
      if (filter.test((JsonObject) member)) {
        found.add((JsonObject) member);
      }
    }
    return found;
  }

  private static boolean matches(JsonObject member, String tag, Pattern value) {
    return value.matcher(member.getJsonObject("tags").getString(tag, "")).matches();
  }

  /** The status in Serf's terms, which do not include suspect. */
  private static String status(JsonObject member) {
    var status = member.getString("status");
    return status.equals("suspect") ? "alive" : status;
  }

  private static String address(JsonObject member) {
    return new HostPort(member.getString("address"), member.getInteger("port")).toString();
  }

  static String json(List<JsonObject> members) {
    var array = new JsonArray();
    for (var member : members) {
      array.add(
          new JsonObject()
              .put("name", member.getString("name"))
              .put("addr", address(member))
              .put("port", member.getInteger("port"))
              .put("tags", member.getJsonObject("tags"))
              .put("status", status(member))
              .put(
                  "protocol",
                  new JsonObject()
                      .put("max", PROTOCOL)
                      .put("min", LEAST_PROTOCOL)
                      .put("version", PROTOCOL)));
    }
    return VisibleText.json(GoJson.text(new JsonObject().put("members", array)));
  }

  /** Columns as wide as their widest field, two spaces between them. */
  static String table(List<JsonObject> members, boolean detailed) {
    var rows = new ArrayList<List<String>>();
    for (var member : members) {
      var tags = new ArrayList<String>();
      member
          .getJsonObject("tags")
          .forEach(t -> tags.add(MembersTable.printable(t.getKey() + "=" + t.getValue())));
      var row =
          new ArrayList<>(
              List.of(
                  MembersTable.printable(member.getString("name")),
                  MembersTable.printable(address(member)),
                  MembersTable.printable(status(member)),
                  String.join(",", tags)));
      if (detailed) {
        row.add("Protocol Version: " + PROTOCOL);
        row.add("Available Protocol Range: [" + LEAST_PROTOCOL + ", " + PROTOCOL + "]");
      }
      rows.add(row);
    }
    return columns(rows);
  }

  private static String columns(List<List<String>> rows) {
    var widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.repeat(' ', widths[i] - row.get(i).length() + 2);
        }
      }
      lines.add(line.toString());
    }
    return String.join("\n", lines);
  }

  /** The content of {@code serf info}, as far as it applies here; all values are texts. */
  static JsonObject info(JsonObject agent, JsonArray members) {
    int failed = 0;
    int left = 0;
    for (var member : members) {
      var status = ((JsonObject) member).getString("status");
      failed += status.equals("failed") ? 1 : 0;
      left += status.equals("left") ? 1 : 0;
    }
    var local = agent.getJsonObject("member");
    return new JsonObject()
        .put("agent", new JsonObject().put("name", local.getString("name")))
        .put(
            "runtime",
            new JsonObject()
                .put("arch", System.getProperty("os.arch"))
                .put("cpu_count", "" + Runtime.getRuntime().availableProcessors())
                .put("os", "linux")
                .put("version", "hearsay " + agent.getString("version")))
        .put(
            "serf",
            new JsonObject()
                .put("encrypted", "" + agent.getBoolean("encrypted"))
                .put("failed", "" + failed)
                .put("health_score", "" + agent.getValue("localHealth"))
                .put("left", "" + left)
                .put("members", "" + members.size()))
        .put("tags", local.getJsonObject("tags"));
  }
}

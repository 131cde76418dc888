package io.hearsay.cli;

import io.hearsay.membership.HostPort;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The data that {@code hearsay top} shows, from the agent's answers.
 *
 * @param members the answer of {@code GET /v1/members}
 * @param proxy the answer of {@code GET /v1/proxy}; empty if the agent has no HAProxy
 */
record TopFigures(JsonObject members, JsonObject proxy) {
  private static final int BAD = 2;

  /** A one-line summary of the agent and HAProxy. */
  String summary() {
    var present = new TreeMap<String, Integer>();
    each(members.getJsonArray("members"))
        .forEach(m -> present.merge(m.getString("status", ""), 1, Integer::sum));
    var counts = new ArrayList<String>();
    present.forEach((status, count) -> counts.add(count + " " + VisibleText.text(status)));
    var line = text(members, "self") + "   members: " + String.join(", ", counts);
    if (proxy.isEmpty()) {
      return line + "   drives no HAProxy";
    }
    return line
        + "   HAProxy "
        + text(proxy, "version")
        + "   revision "
        + proxy.getLong("appliedRevision", 0L)
        + " by "
        + text(proxy, "method")
        + "   reloads "
        + proxy.getLong("reloads", 0L);
  }

  /** The findings, one line each. */
  List<String> findings() {
    var findings = new ArrayList<String>();
    if (proxy.getValue("lastError") instanceof String error) {
      findings.add("HAProxy: " + VisibleText.text(error));
    }
    each(proxy.getJsonArray("drift"))
        .forEach(
            d ->
                findings.add(
                    "drift: "
                        + text(d, "backend")
                        + "/"
                        + text(d, "server")
                        + ": "
                        + text(d, "text")));
    return findings;
  }

  /** All tables. */
  List<TopTable> tables() {
    var tables = new ArrayList<TopTable>();
    if (!proxy.isEmpty()) {
      tables.add(services());
      tables.add(servers());
    }
    tables.add(
        new TopTable(
            "MEMBERS",
            List.of("NAME", "ADDRESS", "STATUS", "HEALTH", "MODE", ">RTT MS", "ROLE", "TAGS"),
            each(members.getJsonArray("members")).stream().map(TopFigures::member).toList()));
    return tables;
  }

  private TopTable services() {
    var byName = new TreeMap<String, List<JsonObject>>();
    each(proxy.getJsonArray("servers"))
        .forEach(s -> byName.computeIfAbsent(text(s, "backend"), b -> new ArrayList<>()).add(s));
    var rows = new ArrayList<TopRow>();
    byName.forEach(
        (name, servers) -> {
          long up = servers.stream().filter(TopFigures::serves).count();
          rows.add(
              new TopRow(
                  name,
                  List.of(
                      name,
                      up + "/" + servers.size(),
                      "" + sum(servers, "rate"),
                      "" + sum(servers, "sessions"),
                      "" + sum(servers, "queue"),
                      "" + sum(servers, "total"),
                      "" + sum(servers, "errors")),
                  up == 0 ? BAD : up < servers.size() ? 1 : 0,
                  sum(servers, "rate"),
                  sum(servers, "errors")));
        });
    return new TopTable(
        "SERVICES",
        List.of("SERVICE", ">UP", ">REQ/S", ">SESSIONS", ">QUEUE", ">TOTAL", ">ERRORS"),
        rows);
  }

  private TopTable servers() {
    return new TopTable(
        "SERVERS",
        List.of(
            "SERVICE",
            "SERVER",
            "ADDRESS",
            "WISHED",
            "HAPROXY",
            "CHECK",
            ">WEIGHT",
            ">REQ/S",
            ">SESSIONS",
            ">TOTAL",
            ">ERRORS"),
        each(proxy.getJsonArray("servers")).stream().map(TopFigures::server).toList());
  }

  private static TopRow server(JsonObject server) {
    var seen = seen(server);
    var state = text(server, "state");
    int trouble = !serves(server) ? BAD : !state.equals("ready") ? 1 : 0;
    return new TopRow(
        text(server, "name"),
        List.of(
            text(server, "backend"),
            text(server, "name"),
            text(server, "address") + ":" + server.getInteger("port", 0),
            state,
            seen.isEmpty() ? "–" : text(seen, "status") + (backup(seen) ? " backup" : ""),
            seen.isEmpty() ? "–" : text(seen, "check"),
            "" + server.getInteger("weight", 0),
            figure(seen, "rate"),
            figure(seen, "sessions"),
            figure(seen, "total"),
            figure(seen, "errors")),
        trouble,
        seen.getLong("rate", 0L),
        seen.getLong("errors", 0L));
  }

  private static TopRow member(JsonObject member) {
    var tags = member.getJsonObject("tags", new JsonObject());
    var others = new ArrayList<String>();
    tags.forEach(
        tag -> {
          if (!tag.getKey().equals("role")) {
            others.add(VisibleText.text(tag.getKey() + "=" + tag.getValue()));
          }
        });
    var rtt = member.getDouble("rttMillis");
    var status = text(member, "status");
    int trouble =
        status.equals("failed")
            ? BAD
            : status.equals("alive") && text(member, "health").equals("passing") ? 0 : 1;
    return new TopRow(
        text(member, "name"),
        List.of(
            text(member, "name"),
            new HostPort(text(member, "address"), member.getInteger("port", 0)).toString(),
            status,
            text(member, "health"),
            text(member, "mode"),
            rtt == null ? "–" : String.format(Locale.ROOT, "%.1f", rtt),
            text(tags, "role"),
            String.join(",", others)),
        trouble,
        rtt == null ? 0 : rtt,
        0);
  }

  private static JsonObject seen(JsonObject server) {
    return server.getJsonObject("haproxy") == null
        ? new JsonObject()
        : server.getJsonObject("haproxy");
  }

  private static boolean backup(JsonObject seen) {
    return seen.getBoolean("backup", false);
  }

  /** Whether a server gets requests, as far as HAProxy has been observed. */
  private static boolean serves(JsonObject server) {
    var seen = seen(server);
    var status = seen.getString("status", "UP");
    return !text(server, "state").equals("maint")
        && (status.startsWith("UP") || status.startsWith("no check") || status.startsWith("DRAIN"));
  }

  private static long sum(List<JsonObject> servers, String figure) {
    return servers.stream().mapToLong(s -> seen(s).getLong(figure, 0L)).sum();
  }

  private static String figure(JsonObject of, String name) {
    return of.isEmpty() ? "–" : "" + of.getLong(name, 0L);
  }

  private static String text(JsonObject of, String name) {
    var value = of.getValue(name);
    return value == null ? "" : VisibleText.text(value.toString());
  }

  private static List<JsonObject> each(JsonArray array) {
    var all = new ArrayList<JsonObject>();
    for (int i = 0; array != null && i < array.size(); i++) {
      all.add(array.getJsonObject(i));
    }
    return all;
  }
}

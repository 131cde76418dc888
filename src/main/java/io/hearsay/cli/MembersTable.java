package io.hearsay.cli;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hearsay members}, with Serf's filters, whose regular expressions match whole values. */
final class MembersTable {
  private static final String HEADER = "--header";
  private static final String DETAILED = "--detailed";

  private static final List<String> STATUSES =
      Arrays.stream(MemberStatus.values()).map(MemberStatus::text).toList();

  private static final String DETAILS = "%-11s  %-8s  %-30s  %-33s  ";
  private static final String DETAILS_HEADER =
      String.format(Locale.ROOT, DETAILS, "INCARNATION", "RTT", "SINCE", "BOOT");

  private MembersTable() {}

  static CommandSpec spec() {
    return ClientCommands.command(
        "members",
        "Lists the members. Ends with 1 if none matches.",
        MembersTable::print,
        ClientCommands.formatOption(),
        ClientCommands.flag(HEADER, "a first line that names the columns"),
        ClientCommands.flag(
            DETAILED, "more columns: incarnation, round trip, since when, and the boot"),
        ClientCommands.option(
            "--status",
            "STATUS",
            "only those of that status: alive, suspect, leaving, left or failed"),
        ClientCommands.option("--name", "RE", "only those whose name matches"),
        ClientCommands.many("--tag", "K=RE", "only those whose tag matches"));
  }

  static int print(ClientCommands.Call call) {
    var filter = filter(call);
    var answer = call.agent().get("/v1/members");
    if (!answer.fine()) {
      return call.outcome(answer, "");
    }
    var all = answer.json();
    var matching = new ArrayList<JsonObject>();
    for (var member : all.getJsonArray("members")) {
      if (filter.test((JsonObject) member)) {
        matching.add((JsonObject) member);
      }
    }
    if (call.json()) {
      call.out()
          .println(VisibleText.json(Json.pretty(all.put("members", new JsonArray(matching)))));
    } else {
      table(call, matching);
    }
    return matching.isEmpty() ? ExitCode.NO : ExitCode.OK;
  }

  private static Predicate<JsonObject> filter(ClientCommands.Call call) {
    Predicate<JsonObject> filter = m -> true;
    var status = call.option("--status").map(MembersTable::status);
    if (status.isPresent()) {
      filter = filter.and(m -> status.get().matcher(m.getString("status")).matches());
    }
    var name = call.option("--name").map(n -> Arguments.pattern("--name", n));
    if (name.isPresent()) {
      filter = filter.and(m -> name.get().matcher(m.getString("name")).matches());
    }
    for (var tag : call.options("--tag")) {
      int equals = Arguments.equals("--tag", tag, "KEY=REGEX, such as role=back.*");
      var key = tag.substring(0, equals);
      var value = Arguments.pattern("--tag", tag.substring(equals + 1));
      filter =
          filter.and(
              m -> {
                var text = m.getJsonObject("tags").getString(key);
                return text != null && value.matcher(text).matches();
              });
    }
    return filter;
  }

  /**
   * Parses a filter of statuses. One that cannot match anything is a mistake that an empty result
   * would hide.
   */
  private static Pattern status(String text) {
    var pattern = Arguments.pattern("--status", text);
    if (STATUSES.stream().noneMatch(s -> pattern.matcher(s).matches())) {
      Arguments.choice("--status", text, STATUSES);
    }
    return pattern;
  }

  private static void table(ClientCommands.Call call, List<JsonObject> members) {
    boolean detailed = call.args().hasMatchedOption(DETAILED);
    int width = 4;
    for (var member : members) {
      width = Math.max(width, printable(member.getString("name")).length());
    }
    if (call.args().hasMatchedOption(HEADER)) {
      call.out()
          .printf(
              form(width),
              "NAME",
              "ADDRESS",
              "STATUS",
              "HEALTH",
              "MODE",
              detailed ? DETAILS_HEADER : "",
              "TAGS");
    }
    for (var member : members) {
      var tags = new ArrayList<String>();
      member
          .getJsonObject("tags")
          .forEach(tag -> tags.add(printable(tag.getKey() + "=" + tag.getValue())));
      var where = new HostPort(member.getString("address"), member.getInteger("port")).toString();
      call.out()
          .printf(
              form(width),
              printable(member.getString("name")),
              printable(where),
              printable(member.getString("status")),
              printable(member.getString("health")),
              printable(member.getString("mode")),
              detailed ? details(member) : "",
              String.join(",", tags));
    }
  }

  private static String form(int width) {
    return "%-" + width + "s  %-21s  %-7s  %-7s  %-11s  %s%s%n";
  }

  private static String details(JsonObject member) {
    var rtt = member.getDouble("rttMillis");
    return String.format(
        Locale.ROOT,
        DETAILS,
        member.getLong("incarnation"),
        rtt == null ? "-" : String.format(Locale.ROOT, "%.1fms", rtt),
        printable(member.getString("since")),
        printable(member.getString("id")));
  }

  /** Makes a member's text safe for a terminal. */
  static String printable(String text) {
    return VisibleText.text(text);
  }
}

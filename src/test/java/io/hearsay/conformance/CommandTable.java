package io.hearsay.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * Every verb of the command line, used correctly and incorrectly, in this order, with its exit
 * code.
 */
final class CommandTable {
  private static final int FINE = 0;
  private static final int NO = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;

  private static final String NOWHERE = "127.0.0.1:1";

  private final List<Row> rows = new ArrayList<>();

  /**
   * A call. {@code $WEB}, {@code $LB}: the agents' APIs; {@code $WEB_HEALTH}: a health port; {@code
   * $DIR}: a directory with files for the call.
   */
  record Row(List<String> arguments, String input, int code) {
    @Override
    public String toString() {
      return "hearsay " + String.join(" ", arguments);
    }
  }

  static List<Row> rows() {
    var table = new CommandTable();
    table.offline();
    table.help();
    table.asking();
    table.changing();
    table.rendering();
    table.wrong();
    table.wrongSettings();
    return List.copyOf(table.rows);
  }

  private void row(int code, String... arguments) {
    rows.add(new Row(List.of(arguments), "", code));
  }

  private void offline() {
    row(FINE, "version");
    row(FINE, "keygen");
    row(FINE, "health", "--health", "$WEB_HEALTH");
    row(UNREACHABLE, "health", "--health", NOWHERE);
  }

  private void help() {
    for (var verb :
        List.of(
            "agent",
            "members",
            "top",
            "info",
            "join",
            "leave",
            "force-leave",
            "tags",
            "event",
            "query",
            "monitor",
            "reachability",
            "rtt",
            "drain",
            "render",
            "check",
            "reload",
            "log",
            "keys",
            "keygen",
            "health",
            "serf-compat",
            "version",
            "help")) {
      row(FINE, verb, "--help");
      row(FINE, "help", verb);
    }
    row(FINE, "help");
    row(FINE, "--version");
    row(FINE, "-V");
    row(FINE, "version", "--format", "json");
    row(USAGE, "help", "nope");
    row(FINE, "--help");
    row(FINE);
  }

  private void asking() {
    row(FINE, "members", "--http", "$WEB");
    row(FINE, "members", "--http", "$WEB", "--format", "json");
    row(FINE, "members", "--http", "$WEB", "--header");
    row(FINE, "members", "--http", "$WEB", "--status", "alive");
    row(USAGE, "members", "--http", "$WEB", "--status", "alve");
    row(USAGE, "members", "--http", "$WEB", "--format", "yaml");
    row(USAGE, "members", "--http", "$WEB", "--name", "[");
    row(FINE, "health", "--health", "$WEB_HEALTH", "--format", "text");
    row(FINE, "members", "--http", "$WEB", "--tag", "role=back.*");
    row(FINE, "members", "--http", "$WEB", "--name", "l.");
    row(NO, "members", "--http", "$WEB", "--name", "nobody");
    row(NO, "members", "--http", "$WEB", "--status", "failed");
    row(FINE, "top", "--http", "$WEB");
    row(FINE, "top", "--http", "$LB", "--sort", "load", "--filter", "web");
    row(FINE, "top", "--http", "$LB", "--format", "json");
    row(USAGE, "top", "--http", "$LB", "--sort", "beauty");
    row(FINE, "info", "--http", "$WEB");
    row(FINE, "info", "--http", "$LB", "--format", "json");
    row(FINE, "reachability", "--http", "$WEB");
    row(FINE, "log", "--http", "$WEB");
    row(FINE, "log", "--level", "debug", "--http", "$WEB");
    row(FINE, "log", "--level", "info", "--http", "$WEB");
    row(NO, "log", "--level", "loud", "--http", "$WEB");
    row(UNREACHABLE, "log", "--http", NOWHERE);
    row(FINE, "reachability", "--http", "$WEB", "--format", "json", "--timeout", "800");
    row(FINE, "rtt", "--http", "$WEB", "lb");
    row(FINE, "rtt", "--http", "$WEB", "web");
    row(FINE, "rtt", "--http", "$WEB", "lb", "web");
    row(USAGE, "rtt", "--http", "$WEB", "lb", "web", "lb");
    row(FINE, "members", "--http", "$WEB", "--detailed");
    row(FINE, "reachability", "--http", "$WEB", "--verbose");
    row(NO, "rtt", "--http", "$WEB", "nobody");
    row(FINE, "keys", "--http", "$WEB");
    row(FINE, "keys", "--http", "$WEB", "--list");
    row(FINE, "keys", "--http", "$WEB", "--list", "--format", "json");
  }

  private void changing() {
    row(FINE, "tags", "--http", "$WEB", "--set", "zone=b");
    row(FINE, "tags", "--http", "$WEB", "--set", "a=b=c", "--delete", "zone");
    row(NO, "tags", "--http", "$WEB", "--set", "weight=heavy");
    row(NO, "tags", "--http", "$WEB", "--set", "role=backnd");
    row(FINE, "tags", "--http", "$WEB", "--set", "path=no path", "--force");
    row(FINE, "tags", "--http", "$WEB", "--delete", "path");
    row(USAGE, "tags", "--http", "$WEB");
    row(USAGE, "drain", "--http", "$WEB", "--off", "--maintenance");
    row(USAGE, "query", "--http", "$WEB", "load", "--timeout", "abc");
    row(USAGE, "event", "--http", "$WEB", "deploy", "v8", "v9");
    row(FINE, "event", "--http", "$WEB", "deploy", "v8", "--format", "json");
    row(FINE, "event", "--http", "$WEB", "deploy", "v8");
    row(FINE, "event", "--http", "$WEB", "deploy");
    row(FINE, "event", "--http", "$WEB", "deploy", "v8", "--coalesce");
    rows.add(new Row(List.of("event", "--http", "$WEB", "deploy", "-"), "v9", FINE));
    // No member answers it.
    row(NO, "query", "--http", "$WEB", "load", "--timeout", "500");
    row(NO, "query", "--http", "$WEB", "load", "--node", "web", "--no-ack");
    row(NO, "query", "--http", "$WEB", "load", "--tag", "role=back.*", "--relay", "1");
    row(NO, "query", "--http", "$WEB", "load", "--node", "nobody");
    row(USAGE, "query", "--http", "$WEB", "load", "--tag", "role");
    row(NO, "query", "--http", "$WEB", "load", "--relay", "9");
    serf();
    row(FINE, "drain", "--http", "$WEB", "--wait");
    row(FINE, "drain", "--http", "$WEB", "--maintenance");
    row(FINE, "drain", "--http", "$WEB", "--off");
    row(NO, "join", "--http", "$WEB", NOWHERE);
    row(USAGE, "join", "--http", "$WEB", "docker:name=web");
    row(NO, "monitor", "--http", "$WEB", "--type", "nothing");
    row(FINE, "reload", "--http", "$LB");
    row(NO, "reload", "--http", "$WEB");
    row(NO, "force-leave", "--http", "$WEB", "nobody");
    row(NO, "force-leave", "--http", "$WEB", "--prune", "lb");
    row(NO, "keys", "--http", "$WEB", "--use", "0000000000000000");
    row(NO, "keys", "--http", "$WEB", "--install", "nonsense");
    row(NO, "keys", "--http", "$WEB", "--install", "@$DIR/missing");
    rows.add(new Row(List.of("keys", "--http", "$WEB", "--install", "-"), "nonsense\n", NO));
  }

  private void rendering() {
    row(FINE, "render", "--source");
    row(USAGE, "render", "--source", "--example", "nothing");
    row(FINE, "render", "--snapshot", "$DIR/members.json");
    row(FINE, "render", "--snapshot", "$DIR/members.json", "--example", "web");
    row(FINE, "check", "--snapshot", "$DIR/members.json");
    row(FINE, "render", "--http", "$LB");
    row(NO, "render", "--snapshot", "$DIR/members.json", "--template", "$DIR/broken.qute");
    row(NO, "check", "--snapshot", "$DIR/members.json", "--template", "$DIR/unknown.qute");
    row(NO, "check", "--snapshot", "$DIR/members.json", "--template", "$DIR/refused.qute");
    row(USAGE, "render", "--snapshot", "$DIR/broken.json");
    row(USAGE, "render", "--snapshot", "$DIR/missing.json");
    row(USAGE, "check", "--config", "$DIR/wrong.properties", "--snapshot", "$DIR/members.json");
    rows.add(new Row(List.of("render", "--snapshot", "-"), "{\"members\":[]}", FINE));
    rows.add(new Row(List.of("render", "--snapshot", "-"), "[1]", USAGE));
  }

  private void serf() {
    row(FINE, "serf-compat", "version");
    row(FINE, "serf-compat", "keygen");
    row(FINE, "serf-compat", "members", "-rpc-addr", "$WEB", "-format=json");
    row(FINE, "serf-compat", "members", "-rpc-addr=$WEB", "-status", "left");
    row(FINE, "serf-compat", "event", "-rpc-addr", "$WEB", "-coalesce=false", "deploy", "v7");
    row(NO, "serf-compat", "event", "-rpc-addr", "$WEB", "deploy", "v", "7");
    row(FINE, "serf-compat", "query", "-rpc-addr", "$WEB", "-timeout", "500ms", "load");
    row(FINE, "serf-compat", "reachability", "-rpc-addr", "$WEB");
    row(FINE, "serf-compat", "info", "-rpc-addr", "$WEB");
    row(FINE, "serf-compat", "force-leave", "-rpc-addr", "$WEB", "nobody");
    row(NO, "serf-compat", "tags", "-rpc-addr", "$WEB");
    row(NO, "serf-compat", "members", "-rpc-addr", NOWHERE);
    row(NO, "serf-compat", "members", "-nope");
    row(NO, "serf-compat", "agent", "-nope");
    row(USAGE, "serf-compat", "agent", "-discover", "a.b");
  }

  private void wrong() {
    row(USAGE, "nope");
    row(USAGE, "--nope");
    row(USAGE, "members", "--nope");
    row(USAGE, "members", "--status");
    row(USAGE, "join");
    row(USAGE, "rtt");
    row(USAGE, "event");
    row(USAGE, "query");
    row(USAGE, "force-leave");
    row(USAGE, "tags", "--http", "$WEB", "--set", "=b");
    row(USAGE, "keys", "--http", "$WEB", "--use", "a", "--remove", "b");
    for (var verb :
        List.of("members", "info", "leave", "reload", "drain", "reachability", "keys", "monitor")) {
      row(UNREACHABLE, verb, "--http", NOWHERE);
    }
    row(UNREACHABLE, "event", "--http", NOWHERE, "deploy");
    row(UNREACHABLE, "query", "--http", NOWHERE, "load");
    row(UNREACHABLE, "rtt", "--http", NOWHERE, "web");
    row(UNREACHABLE, "render", "--http", NOWHERE);
  }

  private void wrongSettings() {
    row(USAGE, "agent", "--bind", "nonsense", "--profile", "speedy");
    row(USAGE, "agent", "sleep");
    row(USAGE, "agent", "--nope");
    row(USAGE, "agent", "--tag", "novalue");
    row(USAGE, "agent", "--tag", "weight=heavy");
    row(USAGE, "agent", "--role", "balancr");
    row(USAGE, "agent", "--advertise", "10.0.0.0/99", "--profile", "speedy");
    row(USAGE, "agent", "--keyring", "$DIR/missing");
    row(USAGE, "agent", "--config", "$DIR/missing");
    row(USAGE, "agent", "--config", "$DIR/wrong.properties");
    row(USAGE, "agent", "--name", "a b");
    row(USAGE, "agent", "--adopt-config=perhaps");
    row(USAGE, "agent", "--check", "gopher://x");
    row(USAGE, "agent", "--join", "docker:");
    row(USAGE, "agent", "--join", "docker:id=7");
    row(USAGE, "agent", "--discover", "a.b");
    row(USAGE, "agent", "--join", "docker:label=role=web:99999");
    row(USAGE, "agent", "--http", "127.0.0.1:99999");
  }
}

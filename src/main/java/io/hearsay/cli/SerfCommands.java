package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Serf's commands except its agent, with Serf's flags, output and exit codes. */
final class SerfCommands {
  private static final String ADDRESS = "rpc-addr";
  private static final String FORMAT = "format";
  private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

  /** The longest timeout, which is the API's maximum. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final PrintStream out;
  private final PrintStream err;

  SerfCommands(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** A call of a command. */
  private record Call(GoFlags flags, AgentClient agent) {
    List<String> words() {
      return flags.words();
    }

    boolean json() {
      return flags.last(FORMAT).filter("json"::equals).isPresent();
    }
  }

  /** Runs a command; returns 0 or 1, like Serf. */
  int run(List<String> arguments) {
    var verb = arguments.isEmpty() ? "help" : arguments.getFirst();
    var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    try {
      return switch (verb) {
        case "members" ->
            members(call(rest, Set.of(FORMAT, "status", "name", "tag", "role"), "detailed"));
        case "event" -> event(call(rest, Set.of(), "coalesce"));
        case "query" ->
            query(call(rest, Set.of(FORMAT, "node", "tag", "timeout", "relay-factor"), "no-ack"));
        case "join" -> join(call(rest, Set.of(), "replay"));
        case "leave" -> leave(call(rest, Set.of()));
        case "force-leave" -> forceLeave(call(rest, Set.of(), "prune"));
        case "tags" -> tags(call(rest, Set.of("set", "delete")));
        case "info" -> info(call(rest, Set.of(FORMAT)));
        case "reachability" -> reachability(call(rest, Set.of(), "verbose"));
        case "rtt" -> rtt(call(rest, Set.of()));
        case "keys" -> own("keys", rest, Set.of("install", "use", "remove"), "list");
        case "monitor" -> own("monitor", rest, Set.of("log-level"));
        case "keygen" -> own("keygen", List.of(), Set.of());
        case "version", "-v", "-version", "--version" -> {
          out.println(OfflineCommands.version() + " (Hearsay in the place of Serf)");
          yield ExitCode.OK;
        }
        default -> help();
      };
    } catch (Unreachable e) {
      err.println("Error connecting to Serf agent: " + e.getMessage());
      return ExitCode.NO;
    }
  }

  private int help() {
    out.println(
        """
        Usage: serf [--version] [--help] <command> [<args>]

        Available commands are:
            agent           Runs an agent, with Serf's flags
            event           Sends a custom event through the cluster
            force-leave     Forces a member of the cluster to enter the "left" state
            info            Provides debugging information for operators
            join            Tells the agent to join a cluster
            keygen          Generates a new encryption key
            keys            Manipulates the keys of the cluster
            leave           Gracefully leaves the cluster and shuts down
            members         Lists the members of the cluster
            monitor         Streams events from the agent
            query           Sends a query to the cluster
            reachability    Tests network reachability
            rtt             Tells the round trip time between members
            tags            Modifies tags of the agent
            version         Prints the version

        This is Hearsay in the place of Serf; `hearsay --help` shows what else there is.""");
    return 127;
  }

  private static Call call(List<String> arguments, Set<String> valued, String... switches) {
    var all = new TreeSet<>(valued);
    all.add(ADDRESS);
    all.add("rpc-auth");
    var flags = GoFlags.parse(arguments, all, Set.of(switches));
    var given =
        flags
            .last(ADDRESS)
            .or(() -> Optional.ofNullable(System.getenv("SERF_RPC_ADDR")))
            .or(() -> Optional.ofNullable(System.getenv("HEARSAY_HTTP")))
            .orElse("127.0.0.1:7373");
    return new Call(
        flags,
        new AgentClient(
            Arguments.address("-" + ADDRESS, given),
            "-rpc-addr or SERF_RPC_ADDR",
            Optional.empty()));
  }

  /** Runs one of our own commands with its own flags. */
  private static int own(
      String verb, List<String> arguments, Set<String> valued, String... switches) {
    var call = call(arguments, valued, switches);
    var own = new ArrayList<>(List.of(verb));
    if (!verb.equals("keygen")) {
      own.add("--http=" + call.agent().address());
    }
    call.flags()
        .all()
        .forEach(
            (name, values) -> {
              if (verb.equals("keys") && !name.startsWith("rpc-")) {
                own.add(name.equals("list") ? "--list" : "--" + name + "=" + values.getLast());
              }
            });
    var line = own.toArray(String[]::new);
    return CommandTree.root(parsed -> ExitCode.NO, line).execute(line);
  }

  private int failed(String what, AgentClient.Answer answer) {
    err.println(what + ": " + answer.problem());
    return ExitCode.NO;
  }

  private int usage(String words) {
    err.println(words);
    return ExitCode.NO;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private int members(Call call) {
    var answer = call.agent().get("/v1/members");
    if (!answer.fine()) {
      return failed("Error retrieving members", answer);
    }
    var found = SerfMembers.matching(answer.json().getJsonArray("members"), call.flags());
    out.println(
        call.json()
            ? SerfMembers.json(found)
            : SerfMembers.table(found, call.flags().is("detailed", false)));
    return ExitCode.OK;
  }

  private int event(Call call) {
    if (call.words().isEmpty()) {
      return usage("An event name must be specified.");
    }
    if (call.words().size() > 2) {
      return usage("Too many command line arguments. Only a name and payload must be specified.");
    }
    var name = call.words().getFirst();
    boolean coalesce = call.flags().is("coalesce", true);
    var payload = call.words().size() > 1 ? RawArguments.bytes(call.words().get(1)) : new byte[0];
    var answer =
        call.agent().send("POST", "/v1/events/" + encoded(name) + "?coalesce=" + coalesce, payload);
    if (!answer.fine()) {
      return failed("Error sending event", answer);
    }
    out.println("Event '" + name + "' dispatched! Coalescing enabled: " + coalesce);
    return ExitCode.OK;
  }

  private int query(Call call) {
    if (call.words().isEmpty()) {
      return usage("A query name must be specified.");
    }
    if (call.words().size() > 2) {
      return usage("Too many command line arguments. Only a name and payload must be specified.");
    }
    var name = call.words().getFirst();
    boolean acks = !call.flags().is("no-ack", false);
    var limit = call.flags().last("timeout").map(SerfCommands::duration);
    var path = new StringBuilder("/v1/queries/" + encoded(name) + "?ack=" + acks);
    limit.filter(Duration::isPositive).ifPresent(t -> path.append("&millis=" + t.toMillis()));
    call.flags().last("relay-factor").ifPresent(n -> path.append("&relay=" + encoded(n)));
    call.flags().all("node").forEach(node -> path.append("&node=" + encoded(node)));
    call.flags().all("tag").forEach(tag -> path.append("&tag=" + encoded(tag)));
    var payload = call.words().size() > 1 ? RawArguments.bytes(call.words().get(1)) : new byte[0];
    var printed = new SerfAnswers(out, call.json());
    if (!call.json()) {
      out.println("Query '" + name + "' dispatched");
    }
    var wrong =
        call.agent().stream(path.toString(), payload, limit.orElse(Duration.ZERO), printed::line);
    if (wrong.isPresent()) {
      return failed("Error sending query", wrong.get());
    }
    printed.end(acks);
    return ExitCode.OK;
  }

  /** Parses a duration in Go's syntax, such as 1m30s. */
  private static Duration duration(String text) {
    var parts = DURATION.matcher(text);
    double millis = 0;
    int at = 0;
    while (parts.find() && parts.start() == at) {
      double unit =
          switch (parts.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
          };
      millis += Double.parseDouble(parts.group(1)) * unit;
      at = parts.end();
    }
    if (at != text.length() && !text.equals("0")) {
      throw new WrongUsage("invalid value \"" + text + "\" for flag -timeout: parse error");
    }
    return Duration.ofMillis(Math.round(Math.min(millis, LONGEST.toMillis())));
  }

  private int join(Call call) {
    if (call.words().isEmpty()) {
      return usage("At least one address to join must be specified.");
    }
    var body = new JsonObject().put("seeds", new JsonArray(call.words()));
    var answer = call.agent().call("POST", "/v1/agent/join", Json.text(body));
    int joined = answer.fine() ? answer.json().getInteger("joined") : 0;
    if (joined == 0) {
      err.println(
          "Error joining the cluster: "
              + (answer.fine() ? "no member answered" : answer.problem()));
      return ExitCode.NO;
    }
    out.println("Successfully joined cluster by contacting " + joined + " nodes.");
    return ExitCode.OK;
  }

  private int leave(Call call) {
    var answer = call.agent().call("POST", "/v1/agent/leave", "");
    if (!answer.fine()) {
      return failed("Error leaving", answer);
    }
    if (!Leaving.await(call.agent(), answer.json())) {
      return usage("Error leaving: the agent has not ended in time");
    }
    out.println("Graceful leave complete");
    return ExitCode.OK;
  }

  private int forceLeave(Call call) {
    if (call.words().size() != 1) {
      return usage("A node name must be specified to force leave.");
    }
    var path = "/v1/agent/members/" + encoded(call.words().getFirst());
    var prune = call.flags().is("prune", false);
    var answer = call.agent().call("DELETE", path + "?prune=" + prune, null);
    // Serf does not report an unknown member either.
    return answer.fine() || answer.status() == 404
        ? ExitCode.OK
        : failed("Error force leaving", answer);
  }

  private int tags(Call call) {
    var set = new JsonObject();
    for (var pair : call.flags().all("set")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        return usage("Invalid tag: '" + pair + "'");
      }
      set.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    var delete = call.flags().all("delete");
    if (set.isEmpty() && delete.isEmpty()) {
      return usage("Usage: serf tags [options] ...\n\n  -set key=value\n  -delete key");
    }
    var body =
        new JsonObject().put("set", set).put("delete", new JsonArray(delete)).put("force", true);
    var answer = call.agent().call("PUT", "/v1/agent/tags", Json.text(body));
    if (!answer.fine()) {
      return failed("Error setting tags", answer);
    }
    out.println("Successfully updated agent tags");
    return ExitCode.OK;
  }

  private int info(Call call) {
    var answer = call.agent().get("/v1/agent");
    var members = call.agent().get("/v1/members");
    if (!answer.fine() || !members.fine()) {
      return failed("Error querying agent", answer.fine() ? members : answer);
    }
    var sections = SerfMembers.info(answer.json(), members.json().getJsonArray("members"));
    if (call.json()) {
      out.println(VisibleText.json(GoJson.text(sections)));
      return ExitCode.OK;
    }
    for (var section : sections.fieldNames()) {
      out.println(section + ":");
      sections
          .getJsonObject(section)
          .forEach(
              entry ->
                  out.println(
                      "\t"
                          + MembersTable.printable(entry.getKey())
                          + " = "
                          + MembersTable.printable(String.valueOf(entry.getValue()))));
    }
    return ExitCode.OK;
  }

  private int reachability(Call call) {
    var answer = call.agent().get("/v1/reachability");
    if (!answer.fine()) {
      return failed("Error sending ping query", answer);
    }
    var report = answer.json();
    int live = report.getJsonArray("asked").size();
    out.println("Total members: " + live + ", live members: " + live);
    out.println("Starting reachability test...");
    if (call.flags().is("verbose", false)) {
      report
          .getJsonArray("answered")
          .forEach(name -> out.println("\tAck from '" + MembersTable.printable("" + name) + "'"));
    }
    var missing = report.getJsonArray("missing");
    if (missing.isEmpty()) {
      out.println("Successfully contacted all live nodes");
      return ExitCode.OK;
    }
    out.println("Failed to contact:");
    missing.forEach(name -> out.println("\t" + MembersTable.printable("" + name)));
    return ExitCode.NO;
  }

  private int rtt(Call call) {
    var words = call.words();
    if (words.isEmpty() || words.size() > 2) {
      return usage("Between one and two node names must be specified");
    }
    var path = "/v1/rtt?to=" + encoded(words.getFirst());
    if (words.size() == 2) {
      path = "/v1/rtt?from=" + encoded(words.get(0)) + "&to=" + encoded(words.get(1));
    }
    var answer = call.agent().get(path);
    if (!answer.fine()) {
      return failed("Error getting coordinates", answer);
    }
    var found = answer.json();
    var first = words.getFirst();
    var second = words.size() == 2 ? words.get(1) : found.getString("from");
    out.println(
        String.format(
            Locale.ROOT,
            "Estimated %s <-> %s rtt: %.3f ms",
            MembersTable.printable(first),
            MembersTable.printable(second),
            found.getDouble("rttMillis")));
    return ExitCode.OK;
  }
}

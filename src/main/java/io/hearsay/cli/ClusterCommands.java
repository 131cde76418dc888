package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.hearsay.option.SecretFile;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that reach all members through the local agent: events, queries, keys. */
final class ClusterCommands {
  private static final List<String> STEPS = List.of("install", "use", "remove");
  private static final int MAX_KEY_TEXT = 256;

  /**
   * Maximum number of bytes read, more than the agent accepts, so that it is the agent that
   * refuses.
   */
  private static final int MAX_PAYLOAD = 8192;

  private ClusterCommands() {}

  static void addTo(Verbs verbs) {
    verbs.add(
        "event",
        () ->
            ClientCommands.words(
                ClientCommands.command(
                    "event",
                    "Tells all members. The payload - is read from standard input, as it is.",
                    ClusterCommands::event,
                    ClientCommands.formatOption(),
                    ClientCommands.flag(
                        "--coalesce",
                        "for scripts that wait for more, the last one of this name will do")),
                "NAME [PAYLOAD]",
                "1..2"));
    verbs.add("query", QueryCommand::spec);
    verbs.add(
        "reachability",
        () ->
            ClientCommands.command(
                "reachability",
                "Asks every member and tells who does not answer. Ends with 1 if one does not.",
                ClusterCommands::reachability,
                ClientCommands.formatOption(),
                ClientCommands.flag("--verbose", "names those that answered too"),
                ClientCommands.option(
                    "--timeout", "TIME", "how long to wait, such as 500ms; default 3s")));
    verbs.add(
        "rtt",
        () ->
            ClientCommands.words(
                ClientCommands.command(
                    "rtt",
                    "Prints the last measured round trip to a member, or between two. Ends with 1 if"
                        + " there is none.",
                    ClusterCommands::rtt,
                    ClientCommands.formatOption()),
                "NAME [NAME]",
                "1..2"));
    verbs.add("keys", ClusterCommands::keysSpec);
  }

  private static CommandSpec keysSpec() {
    var spec =
        ClientCommands.command(
            "keys",
            "Lists the keys of all members, or changes them: install, use, then remove the old.",
            ClusterCommands::keys,
            ClientCommands.formatOption(),
            ClientCommands.flag("--list", "which keys the members have, by fingerprint"),
            ClientCommands.option("--install", "K", "all open with this key too"),
            ClientCommands.option("--use", "K", "all seal with it: a fingerprint, or a key"),
            ClientCommands.option("--remove", "K", "all forget it: a fingerprint, or a key"));
    spec.usageMessage()
        .footer(
            "K is a key in base64, @FILE that holds one, or - for standard input. What stands on a",
            "command line is seen by everybody on the host: prefer the latter two.");
    return spec;
  }

  /** The second word as bytes, or standard input for {@code -}. */
  static byte[] payload(Call call) {
    if (call.words().size() < 2) {
      return new byte[0];
    }
    var word = call.words().get(1);
    if (!word.equals("-")) {
      return RawArguments.bytes(word);
    }
    try {
      return System.in.readNBytes(MAX_PAYLOAD);
    } catch (IOException e) {
      throw new IllegalArgumentException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String limit(Call call) {
    return call.option("--timeout")
        .map(t -> "?millis=" + Arguments.limit("--timeout", t).toMillis())
        .orElse("");
  }

  private static int event(Call call) {
    var path = "/v1/events/" + encoded(call.words().getFirst());
    var coalesce = call.args().hasMatchedOption("--coalesce") ? "?coalesce=true" : "";
    return call.outcome(call.agent().send("POST", path + coalesce, payload(call)), "told");
  }

  static int reachability(Call call) {
    var limit = limit(call);
    var answer = call.agent().get("/v1/reachability" + limit);
    if (!answer.fine()) {
      return call.outcome(answer, "");
    }
    var report = answer.json();
    var missing = report.getJsonArray("missing");
    if (call.json()) {
      call.out().println(VisibleText.json(Json.text(report)));
    } else {
      int asked = report.getJsonArray("asked").size();
      call.out().printf("%s of %s members answered%n", asked - missing.size(), asked);
      if (call.args().hasMatchedOption("--verbose")) {
        report
            .getJsonArray("answered")
            .forEach(name -> call.out().println("answered: " + MembersTable.printable("" + name)));
      }
      missing.forEach(
          name -> call.out().println("no answer: " + MembersTable.printable(String.valueOf(name))));
      report
          .getJsonArray("unknown")
          .forEach(
              name ->
                  call.out()
                      .println(
                          "answered but not a member here: "
                              + MembersTable.printable(String.valueOf(name))));
    }
    return missing.isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  static int rtt(Call call) {
    var words = call.words();
    var from = words.size() > 1 ? "from=" + encoded(words.getFirst()) + "&" : "";
    var answer = call.agent().get("/v1/rtt?" + from + "to=" + encoded(words.getLast()));
    if (!answer.fine()) {
      return call.outcome(answer, "");
    }
    var found = answer.json();
    if (call.json()) {
      call.out().println(VisibleText.json(Json.text(found)));
    } else {
      call.out().printf(Locale.ROOT, "%.1f ms%n", found.getDouble("rttMillis"));
    }
    return ExitCode.OK;
  }

  static int keys(Call call) {
    var asked = STEPS.stream().filter(s -> call.option("--" + s).isPresent()).toList();
    if (asked.size() > 1) {
      throw new WrongUsage("one step at a time: --install, then --use, then --remove");
    }
    if (!asked.isEmpty() && call.args().hasMatchedOption("--list")) {
      throw new WrongUsage(
          "--list shows keys and --" + asked.getFirst() + " changes them: give one");
    }
    AgentClient.Answer answer;
    if (asked.isEmpty()) {
      answer = call.agent().get("/v1/keys");
    } else {
      var step = asked.getFirst();
      var key = key(call.option("--" + step).orElseThrow());
      var body = Json.text(new JsonObject().put("op", step).put("key", key));
      answer = call.agent().call("POST", "/v1/keys", body);
    }
    if (!answer.fine()) {
      return call.outcome(answer, "");
    }
    var report = answer.json();
    if (call.json()) {
      call.out().println(VisibleText.json(Json.text(report)));
    } else {
      print(call, report);
    }
    return report.getJsonObject("problems").isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private static void print(Call call, JsonObject report) {
    var keys = report.getJsonObject("keys");
    var having = new LinkedHashMap<String, int[]>();
    for (var member : keys.fieldNames()) {
      JsonArray prints = keys.getJsonArray(member);
      for (int i = 0; i < prints.size(); i++) {
        var counts = having.computeIfAbsent(prints.getString(i), p -> new int[2]);
        counts[0]++;
        counts[1] += i == 0 ? 1 : 0;
      }
    }
    having.forEach(
        (print, counts) ->
            call.out()
                .printf(
                    "%s  on %s of %s members, primary on %s%n",
                    MembersTable.printable(print), counts[0], keys.size(), counts[1]));
    report
        .getJsonObject("problems")
        .forEach(
            problem ->
                call.err()
                    .println(
                        "hearsay: "
                            + MembersTable.printable(problem.getKey())
                            + ": "
                            + MembersTable.printable(String.valueOf(problem.getValue()))));
  }

  private static String key(String given) {
    try {
      if (given.equals("-")) {
        return new String(System.in.readNBytes(MAX_KEY_TEXT), StandardCharsets.US_ASCII).trim();
      }
      return given.startsWith("@") ? Files.readString(Path.of(given.substring(1))).trim() : given;
    } catch (IOException e) {
      var file = given.substring(given.startsWith("@") ? 1 : 0);
      throw new IllegalArgumentException(
          "the key cannot be read from " + file + ": " + SecretFile.unreadable(file, e), e);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the key cannot be read: no path is of that form", e);
    }
  }
}

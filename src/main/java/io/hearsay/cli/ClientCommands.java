package io.hearsay.cli;

import io.hearsay.config.HttpOption;
import io.hearsay.option.SecretFile;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands that call the local agent. */
final class ClientCommands {
  private static final String FORMAT = "--format";
  private static final List<String> FORMATS = List.of("text", "json");

  private ClientCommands() {}

  /** A call of a command: its arguments, the agent, and where to print. */
  record Call(ParseResult args, AgentClient agent, PrintWriter out, PrintWriter err) {
    Optional<String> option(String name) {
      return args.hasMatchedOption(name)
          ? Optional.of(args.matchedOption(name).stringValues().getLast())
          : Optional.empty();
    }

    List<String> options(String name) {
      return args.hasMatchedOption(name) ? args.matchedOption(name).stringValues() : List.of();
    }

    List<String> words() {
      return args.hasMatchedPositional(0) ? args.matchedPositional(0).stringValues() : List.of();
    }

    boolean json() {
      return format(args).equals("json");
    }

    /**
     * Prints the result or the agent's error; returns 0 or 1.
     *
     * @param fine the result as text; with JSON, the agent's answer is printed instead if there is
     *     one
     */
    int outcome(AgentClient.Answer answer, String fine) {
      if (answer.fine()) {
        out.println(
            !json()
                ? fine
                : answer.body().isBlank()
                    ? Json.text(new JsonObject().put("result", fine))
                    : VisibleText.json(Json.text(answer.json())));
        return ExitCode.OK;
      }
      err.println("hearsay: " + answer.problem());
      return ExitCode.NO;
    }
  }

  static void addTo(Verbs verbs) {
    verbs.add("members", MembersTable::spec);
    verbs.add("top", TopCommand::spec);
    verbs.add(
        "info",
        () -> command("info", "Shows the local agent.", ClientCommands::info, formatOption()));
    verbs.add(
        "leave",
        () ->
            command(
                "leave",
                "Lets the local agent leave the cluster and end.",
                ClientCommands::leave,
                formatOption(),
                flag("--wait", "returns when it has ended")));
    verbs.add(
        "join",
        () ->
            words(
                command("join", "Asks more seeds.", ClientCommands::join, formatOption()),
                "HOST[:PORT]",
                "1..*"));
    verbs.add("force-leave", ClientCommands::forceLeave);
    verbs.add("tags", TagsCommand::spec);
    verbs.add("drain", DrainCommand::spec);
    verbs.add(
        "reload",
        () ->
            command(
                "reload",
                "Reloads HAProxy.",
                c -> c.outcome(c.agent().call("POST", "/v1/proxy/reload", ""), "reload asked for"),
                formatOption()));
    verbs.add(
        "monitor",
        () ->
            command(
                "monitor",
                "Prints events as they happen, each with its time. Goes on by itself when the"
                    + " connection was lost.",
                Monitor::run,
                formatOption(),
                many("--type", "TYPE", "only events of that type; may be given several times")));
  }

  private static int leave(Call call) {
    var answer = call.agent().call("POST", "/v1/agent/leave", "");
    boolean waits = answer.fine() && call.args().hasMatchedOption("--wait");
    if (waits && !Leaving.await(call.agent(), answer.json())) {
      call.err().println("hearsay: it has not ended in time");
      return ExitCode.NO;
    }
    return call.outcome(answer, waits ? "left" : "leaving");
  }

  static int info(Call call) {
    var answer = call.agent().get("/v1/agent");
    if (!answer.fine()) {
      return call.outcome(answer, "");
    }
    var info = answer.json();
    if (call.json()) {
      call.out().println(VisibleText.json(Json.text(info)));
      return ExitCode.OK;
    }
    var member = info.getJsonObject("member");
    for (var key :
        List.of(
            "name", "id", "address", "port", "status", "health", "mode", "incarnation", "tags")) {
      call.out().printf("%-14s %s%n", key, shown(member.getValue(key)));
    }
    for (var key :
        List.of("version", "uptimeSeconds", "joined", "refusal", "encrypted", "localHealth")) {
      if (info.getValue(key) != null) {
        call.out().printf("%-14s %s%n", key, shown(info.getValue(key)));
      }
    }
    problems(info.getJsonObject("seeds"), call.out(), "no answer      ");
    return ExitCode.OK;
  }

  /** Prints why seeds are unusable, one line each. */
  private static void problems(JsonObject seeds, PrintWriter to, String before) {
    if (seeds != null) {
      seeds.forEach(
          seed -> to.println(before + shown(seed.getKey()) + " " + shown(seed.getValue())));
    }
  }

  private static String shown(Object value) {
    return MembersTable.printable(String.valueOf(value));
  }

  static int join(Call call) {
    call.words().forEach(Arguments::seed);
    var body = Json.text(new JsonObject().put("seeds", new JsonArray(call.words())));
    var answer = call.agent().call("POST", "/v1/agent/join", body);
    int joined = answer.fine() ? answer.json().getInteger("joined") : 0;
    int code =
        call.outcome(
            answer, joined + " of the seeds answered; the agent goes on asking the others");
    if (answer.fine() && !call.json()) {
      problems(answer.json().getJsonObject("problems"), call.err(), "hearsay: the seed ");
    }
    return joined > 0 ? code : ExitCode.NO;
  }

  private static CommandSpec forceLeave() {
    return words(
        command(
            "force-leave",
            "Declares a failed member left.",
            c -> {
              var name = URLEncoder.encode(c.words().getFirst(), StandardCharsets.UTF_8);
              var prune = c.args().hasMatchedOption("--prune");
              return c.outcome(
                  c.agent().call("DELETE", "/v1/agent/members/" + name + "?prune=" + prune, null),
                  "done");
            },
            formatOption(),
            flag("--prune", "forgets it at once")),
        "NAME",
        "1");
  }

  static CommandSpec command(
      String name, String description, ToIntFunction<Call> action, OptionSpec... options) {
    var holder = new CommandSpec[1];
    var spec =
        CommandTree.spec(name, description, () -> run(action, call(holder[0].commandLine())));
    holder[0] = spec;
    spec.addOption(
        option("--http", "ADDR:PORT", "the agent's API; default " + HttpOption.HTTP.byDefault()));
    spec.addOption(
        option(
            "--token-file",
            "FILE",
            "its content opens changing calls to an agent on another host"));
    for (var option : options) {
      spec.addOption(option);
    }
    return spec;
  }

  /**
   * Runs a call. If what listens there is not an agent, or one of another version, the answer may
   * have missing or different fields, which is reported in a sentence.
   */
  static int run(ToIntFunction<Call> action, Call call) {
    var unused = format(call.args());
    Arguments.count(call.args());
    try {
      return action.applyAsInt(call);
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      call.err()
          .println(
              "hearsay: what answers at "
                  + call.agent().address()
                  + " does not answer as an agent of this version does; is it one? Its API's"
                  + " address is given with --http or HEARSAY_HTTP");
      return ExitCode.UNREACHABLE;
    }
  }

  private static Call call(CommandLine line) {
    var parsed = line.getParseResult();
    Optional<String> tokenFile =
        parsed.hasMatchedOption("--token-file")
            ? Optional.of(parsed.matchedOption("--token-file").stringValues().getLast())
            : Optional.ofNullable(System.getenv(HttpOption.TOKEN.variable()));
    return new Call(
        parsed,
        new AgentClient(
            Arguments.address(parsed, HttpOption.HTTP), tokenFile.map(ClientCommands::token)),
        line.getOut(),
        line.getErr());
  }

  /** The output format: text or json. */
  static String format(ParseResult parsed) {
    return parsed.hasMatchedOption(FORMAT)
        ? Arguments.choice(FORMAT, parsed.matchedOption(FORMAT).stringValues().getLast(), FORMATS)
        : FORMATS.getFirst();
  }

  private static String token(String file) {
    try {
      return Files.readString(Path.of(file)).trim();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--token-file " + file + ": " + SecretFile.unreadable(file, e), e);
    }
  }

  static CommandSpec words(CommandSpec spec, String label, String arity) {
    return spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .paramLabel(label)
            .arity(arity)
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
  }

  static OptionSpec formatOption() {
    return option(FORMAT, "text|json", "how to print; default text");
  }

  static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  static OptionSpec many(String name, String label, String description) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }
}

package io.hearsay.cli;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.cli.ClientCommands.Call;
import io.hearsay.fuzz.Target;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.ParseResult;

/**
 * Answers to the commands: from an agent, one of another version, or something else. The first byte
 * selects the command; its next bits, whether {@code --format json} is given and whether the status
 * is good.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
public final class AgentAnswersFuzz {
  private static final int JSON = 0x20;
  private static final int BAD = 0x40;

  private static final Map<String, ToIntFunction<Call>> COMMANDS =
      Map.of(
          "members", MembersTable::print,
          "info", ClientCommands::info,
          "join", ClientCommands::join,
          "query", QueryCommand::run,
          "reachability", ClusterCommands::reachability,
          "rtt", ClusterCommands::rtt,
          "keys", ClusterCommands::keys);

  private static final List<String> NAMES = COMMANDS.keySet().stream().sorted().toList();
  private static final List<ParseResult> TEXT = NAMES.stream().map(n -> parsed(n, false)).toList();
  private static final List<ParseResult> AS_JSON =
      NAMES.stream().map(n -> parsed(n, true)).toList();

  private static final String MEMBER =
      "{\"name\":\"a\",\"id\":\"1\",\"address\":\"10.0.0.1\",\"port\":7946,\"status\":\"alive\","
          + "\"health\":\"passing\",\"mode\":\"ready\",\"incarnation\":0,\"tags\":{\"role\":\"x\"},"
          + "\"since\":\"2026-01-01T00:00:00Z\",\"rttMillis\":0.5}";

  private AgentAnswersFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    var members = "{\"self\":\"a\",\"label\":\"\",\"members\":[" + MEMBER + "]}";
    return new Target(
        "agent-answers",
        AgentAnswersFuzz.class,
        AgentAnswersFuzz::fuzzerTestOneInput,
        Target.bytes(
            letter("members") + members,
            letter("rtt") + "{\"from\":\"a\",\"to\":\"b\",\"rttMillis\":0.5}",
            "\007" + members,
            letter("info")
                + "{\"member\":"
                + MEMBER
                + ",\"version\":\"1\",\"uptimeSeconds\":1.5,\"joined\":true,\"encrypted\":true,"
                + "\"localHealth\":0}",
            letter("join") + "{\"joined\":2}",
            letter("query")
                + "{\"ack\":true,\"member\":\"a\",\"payload\":\"\"}\n"
                + "{\"ack\":false,\"member\":\"a\",\"payload\":\"0.3\\nx\","
                + "\"payloadBase64\":\"/w==\"}\n",
            letter("reachability")
                + "{\"asked\":[\"a\",\"b\"],\"answered\":[\"a\"],\"missing\":[\"b\"],"
                + "\"unknown\":[]}",
            letter("keys") + "{\"keys\":{\"a\":[\"0123\",\"45\"]},\"problems\":{\"b\":\"no\"}}",
            (char) (letter("members").charAt(0) | BAD) + "{\"detail\":\"there is none\"}"),
        Target.bytes(
            "\"members\":",
            "\"tags\":{",
            "\"name\":",
            "null",
            "[]",
            "{}",
            "\\u001b",
            "\\u202e",
            "\"port\":",
            "1e400",
            "<html>",
            "\"address\":",
            "\"detail\":",
            "\"problems\":"),
        1);
  }

  private static String letter(String command) {
    return String.valueOf((char) NAMES.indexOf(command));
  }

  private static ParseResult parsed(String name, boolean json) {
    boolean words = List.of("join", "query", "rtt").contains(name);
    var line = new java.util.ArrayList<>(List.of(name));
    if (json && !List.of("join", "rtt").contains(name)) {
      line.addAll(List.of("--format", "json"));
    }
    if (words) {
      line.add("a");
    }
    return CommandTree.parse(line.toArray(String[]::new)).subcommand();
  }

  /** The exit code is documented, and nothing on the terminal moves its cursor. */
  public static void fuzzerTestOneInput(byte[] input) {
    int first = input.length == 0 ? 0 : input[0] & 0x7f;
    int kind = first & 0x1f;
    var answer = Target.rest(input);
    if (kind % (NAMES.size() + 1) == NAMES.size()) {
      snapshot(answer);
      return;
    }
    var out = new StringWriter();
    var err = new StringWriter();
    int which = kind % (NAMES.size() + 1);
    boolean json = (first & JSON) != 0;
    var call =
        new Call(
            (json ? AS_JSON : TEXT).get(which),
            new Answering((first & BAD) == 0 ? 200 : 404, answer),
            new PrintWriter(out),
            new PrintWriter(err));
    int code = ClientCommands.run(COMMANDS.get(NAMES.get(which)), call);
    call.out().flush();
    call.err().flush();
    hold(
        code == ExitCode.OK || code == ExitCode.NO || code == ExitCode.UNREACHABLE, "code " + code);
    hold(code == ExitCode.OK || !err.toString().isBlank() || code == ExitCode.NO, "not a word");
    clean(out.toString());
    clean(err.toString());
  }

  private static void clean(String text) {
    text.codePoints()
        .filter(c -> c != '\n' && c != '\t')
        .forEach(c -> hold(!Character.isISOControl(c), "it prints U+%04X".formatted(c)));
    hold(text.indexOf('\u202e') < 0, "it turns the terminal's writing around");
  }

  private static void snapshot(String text) {
    try {
      for (var member : Snapshot.parse(text).members()) {
        hold(!member.name().isEmpty(), "a member without a name");
      }
    } catch (IllegalArgumentException e) {
      hold(e.getMessage() != null, "a mistake without a word");
    }
  }

  /** An agent that gives the same answer to every request. */
  private static final class Answering extends AgentClient {
    private final Answer answer;

    Answering(int status, String body) {
      super("127.0.0.1:7373", Optional.empty());
      answer = new Answer(status, body);
    }

    @Override
    Answer call(String method, String path, String body) {
      return answer;
    }

    @Override
    Optional<Answer> stream(String path, byte[] body, Duration silence, Consumer<String> each) {
      if (!answer.fine()) {
        return Optional.of(answer);
      }
      answer.body().lines().forEach(each);
      return Optional.empty();
    }
  }
}

package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hearsay query}. */
final class QueryCommand {
  private static final String TIMEOUT = "--timeout";
  private static final String NODE = "--node";
  private static final String TAG = "--tag";
  private static final String RELAY = "--relay";
  private static final String NO_ACK = "--no-ack";

  private final Call call;
  private int answers;
  private int silent;

  private QueryCommand(Call call) {
    this.call = call;
  }

  static CommandSpec spec() {
    return ClientCommands.words(
        ClientCommands.command(
            "query",
            "Asks members, and prints their answers as they come. Ends with 1 if there is none."
                + " The payload - is read from standard input, as it is.",
            QueryCommand::run,
            ClientCommands.formatOption(),
            ClientCommands.option(TIMEOUT, "TIME", "how long to wait, such as 500ms; default 2s"),
            ClientCommands.many(NODE, "NAME", "asks only that member; may be given several times"),
            ClientCommands.many(TAG, "K=RE", "asks only those whose tag matches"),
            ClientCommands.option(
                RELAY, "N", "each answer comes through N other members as well, 0 to 5"),
            ClientCommands.flag(
                NO_ACK, "members do not say that they have heard it before they answer")),
        "NAME [PAYLOAD]",
        "1..2");
  }

  static int run(Call call) {
    return new QueryCommand(call).ask();
  }

  private int ask() {
    var path =
        new StringBuilder("/v1/queries/")
            .append(ClusterCommands.encoded(call.words().getFirst()))
            .append("?ack=")
            .append(!call.args().hasMatchedOption(NO_ACK));
    var limit = call.option(TIMEOUT).map(t -> Arguments.limit(TIMEOUT, t));
    limit.ifPresent(t -> path.append("&millis=").append(t.toMillis()));
    call.option(RELAY).ifPresent(n -> path.append("&relay=").append(ClusterCommands.encoded(n)));
    call.options(NODE).forEach(node -> path.append("&node=").append(ClusterCommands.encoded(node)));
    for (var tag : call.options(TAG)) {
      int equals = Arguments.equals(TAG, tag, "KEY=REGEX, such as role=back.*");
      var unused = Arguments.pattern(TAG, tag.substring(equals + 1));
      path.append("&tag=").append(ClusterCommands.encoded(tag));
    }
    var wrong =
        call.agent().stream(
            path.toString(),
            ClusterCommands.payload(call),
            limit.orElse(Duration.ZERO),
            this::line);
    if (wrong.isPresent()) {
      return call.outcome(wrong.get(), "");
    }
    if (silent > 0 && !call.json()) {
      call.err()
          .printf(
              "hearsay: %s heard it and %s no answer%n",
              silent == 1 ? "1 member" : silent + " members", silent == 1 ? "has" : "have");
    }
    return answers > 0 ? ExitCode.OK : ExitCode.NO;
  }

  private void line(String text) {
    if (text.isBlank()) {
      return;
    }
    var answer = Json.parse(text);
    if (answer.getBoolean("ack", false)) {
      return;
    }
    if (answer.getString("payload").isEmpty()) {
      silent++;
      return;
    }
    answers++;
    if (call.json()) {
      call.out().println(VisibleText.json(Json.text(shown(answer))));
    } else {
      var member = MembersTable.printable(answer.getString("member"));
      Answers.text(answer.getString("payload"))
          .lines()
          .forEach(line -> call.out().println(member + ": " + line));
    }
    call.out().flush();
  }

  private static JsonObject shown(JsonObject answer) {
    var shown =
        new JsonObject()
            .put("member", answer.getString("member"))
            .put("payload", answer.getString("payload"));
    var bytes = answer.getString("payloadBase64");
    if (bytes != null && !bytes.isEmpty()) {
      shown.put("payloadBase64", bytes);
    }
    return shown;
  }
}

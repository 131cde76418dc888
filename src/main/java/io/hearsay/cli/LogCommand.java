package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.vertx.core.json.JsonObject;

/** {@code hearsay log}. */
final class LogCommand {
  private static final String LEVEL = "--level";

  private LogCommand() {}

  static void addTo(Verbs verbs) {
    verbs.add(
        "log",
        () ->
            ClientCommands.command(
                "log",
                "Shows how much the agent logs, or changes it until SIGHUP or its end.",
                LogCommand::run,
                ClientCommands.option(LEVEL, "LEVEL", "error, warn, info or debug")));
  }

  static int run(Call call) {
    var level = call.option(LEVEL);
    var answer =
        level.isEmpty()
            ? call.agent().get("/v1/agent/log")
            : call.agent()
                .call(
                    "PUT", "/v1/agent/log", Json.text(new JsonObject().put("level", level.get())));
    return call.outcome(answer, answer.fine() ? answer.json().getString("level") : "");
  }
}

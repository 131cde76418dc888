package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hearsay drain}. */
final class DrainCommand {
  private static final String OFF = "--off";
  private static final String WAIT = "--wait";
  private static final String MAINTENANCE = "--maintenance";

  private DrainCommand() {}

  static CommandSpec spec() {
    return ClientCommands.command(
        "drain",
        "Takes no new traffic, or takes it again.",
        DrainCommand::run,
        ClientCommands.formatOption(),
        ClientCommands.flag(OFF, "takes traffic again"),
        ClientCommands.flag(MAINTENANCE, "takes none at all, from now on"),
        ClientCommands.flag(
            WAIT,
            "ends when all balancers have confirmed and have no request under way here; 1 if not in"
                + " time"));
  }

  private static int run(Call call) {
    boolean on = !call.args().hasMatchedOption(OFF);
    for (var option : List.of(MAINTENANCE, WAIT)) {
      if (!on && call.args().hasMatchedOption(option)) {
        throw new WrongUsage(
            OFF + " takes traffic again, and " + option + " takes it away: give one of them");
      }
    }
    boolean wait = call.args().hasMatchedOption(WAIT);
    boolean maintenance = call.args().hasMatchedOption(MAINTENANCE);
    var body = new JsonObject().put("on", on);
    if (wait) {
      body.put("wait", true);
    }
    if (maintenance) {
      body.put("maintenance", true);
    }
    var said = wait ? "drained" : maintenance ? "out of service" : "draining";
    return call.outcome(
        call.agent().call("POST", "/v1/agent/drain", Json.text(body)), on ? said : "ready");
  }
}

package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hearsay tags}. */
final class TagsCommand {
  private static final String SET = "--set";
  private static final String DELETE = "--delete";
  private static final String FORCE = "--force";

  private TagsCommand() {}

  static CommandSpec spec() {
    return ClientCommands.command(
        "tags",
        "Changes tags of the local member: first deletes, then sets.",
        TagsCommand::run,
        ClientCommands.formatOption(),
        ClientCommands.many(SET, "K=V", "sets a tag"),
        ClientCommands.many(DELETE, "K", "deletes a tag"),
        ClientCommands.flag(
            FORCE,
            "sets it even if balancers would leave the member out for it, or the role looks"
                + " misspelt"));
  }

  private static int run(Call call) {
    var set = new JsonObject();
    for (var pair : call.options(SET)) {
      int equals = Arguments.equals(SET, pair, "KEY=VALUE");
      set.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    var delete = call.options(DELETE);
    if (set.isEmpty() && delete.isEmpty()) {
      throw new WrongUsage(
          "nothing to change: give --set KEY=VALUE or --delete KEY; hearsay info shows the tags");
    }
    if (delete.contains("")) {
      throw new WrongUsage("--delete \"\": a tag has a name");
    }
    var body = new JsonObject().put("set", set).put("delete", new JsonArray(delete));
    if (call.args().hasMatchedOption(FORCE)) {
      body.put("force", true);
    }
    return call.outcome(call.agent().call("PUT", "/v1/agent/tags", Json.text(body)), "done");
  }
}

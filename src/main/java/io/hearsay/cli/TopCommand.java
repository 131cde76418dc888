package io.hearsay.cli;

import io.hearsay.cli.ClientCommands.Call;
import io.hearsay.text.VisibleText;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code hearsay top}: services, servers and members with their figures, live in a terminal, or
 * printed once if the output goes elsewhere.
 */
final class TopCommand {
  private static final int NOT_HERE = 404;

  private TopCommand() {}

  static CommandSpec spec() {
    return ClientCommands.command(
        "top",
        "Shows services, servers and members live. In a pipe it prints them once.",
        TopCommand::run,
        ClientCommands.formatOption(),
        ClientCommands.option("--sort", "ORDER", "name, state, load or errors; default name"),
        ClientCommands.option("--filter", "TEXT", "only lines that hold it"),
        ClientCommands.option("--interval", "TIME", "from look to look; default 1s"));
  }

  private static int run(Call call) {
    var order = call.option("--sort").map(TopOrder::named).orElse(TopOrder.NAME);
    var filter = call.option("--filter").orElse("");
    var interval =
        call.option("--interval")
            .map(t -> Arguments.limit("--interval", t))
            .orElse(Duration.ofSeconds(1));
    var first = figures(call.agent());
    if (call.json()) {
      var both = new JsonObject().put("members", first.members()).put("proxy", first.proxy());
      call.out().println(VisibleText.json(Json.text(both)));
      return ExitCode.OK;
    }
    if (!Terminal.isHere()) {
      new TopScreen(order, filter, false).all(first).forEach(call.out()::println);
      return ExitCode.OK;
    }
    boolean coloured = System.getenv("NO_COLOR") == null;
    try (var terminal = Terminal.open(call.out())) {
      return live(call, terminal, new TopScreen(order, filter, coloured), first, interval);
    } catch (IOException e) {
      throw new IllegalArgumentException("the terminal cannot be used: " + e.getMessage(), e);
    }
  }

  private static int live(
      Call call, Terminal terminal, TopScreen screen, TopFigures first, Duration interval)
      throws IOException {
    var keys = new TerminalInput(System.in);
    var figures = first;
    var note = "";
    long looked = System.nanoTime();
    while (true) {
      var size = terminal.size();
      call.out().print(screen.picture(figures, note, size.rows(), size.columns()));
      call.out().flush();
      int key = TerminalInput.NONE;
      while (key == TerminalInput.NONE && System.nanoTime() - looked < interval.toNanos()) {
        key = keys.next();
      }
      if (key != TerminalInput.NONE && !screen.pressed(key)) {
        return ExitCode.OK;
      }
      if (System.nanoTime() - looked >= interval.toNanos()) {
        looked = System.nanoTime();
        try {
          figures = figures(call.agent());
          note = "";
        } catch (Unreachable e) {
          note = e.getMessage();
        }
      }
    }
  }

  private static TopFigures figures(AgentClient agent) {
    var members = agent.get("/v1/members");
    var proxy = agent.get("/v1/proxy");
    if (!members.fine() || (!proxy.fine() && proxy.status() != NOT_HERE)) {
      throw new IllegalArgumentException((members.fine() ? proxy : members).problem());
    }
    return new TopFigures(members.json(), proxy.fine() ? proxy.json() : new JsonObject());
  }
}

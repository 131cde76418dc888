package io.hearsay.cli;

import io.hearsay.balancer.DryRun;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.InvalidSettings;
import io.hearsay.config.Settings;
import io.hearsay.membership.ClusterView;
import io.hearsay.option.Option;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code hearsay render} and {@code hearsay check}: preview what a balancer with these settings
 * would make of the members. They need no agent if the members come from a file.
 */
final class RenderCommands {
  private static final String SNAPSHOT = "--snapshot";
  private static final String EXAMPLE = "--example";
  private static final String OUT = "--out";
  private static final String SOURCE = "--source";

  /** The agent's options that matter here and have a flag. */
  private static final List<Option<?>> SETTINGS =
      List.of(BalancerOption.TEMPLATE, BalancerOption.HAPROXY, BalancerOption.HAPROXY_CONFIG);

  private RenderCommands() {}

  static void addTo(Verbs verbs) {
    verbs.add("render", RenderCommands::renderSpec);
    verbs.add(
        "check",
        () ->
            command(
                    "check",
                    "Renders and lets HAProxy check the result. Ends with 1 if either is wrong.",
                    RenderCommands::check)
                .addOption(ClientCommands.formatOption()));
  }

  private static CommandSpec renderSpec() {
    var render =
        command(
            "render",
            "Prints HAProxy's configuration as a balancer would write it now. Ends with 1 if the"
                + " template is wrong.",
            RenderCommands::render);
    render.addOption(
        ClientCommands.option(
            OUT, "FILE", "write there, whole or not at all, instead of printing"));
    render.addOption(
        ClientCommands.flag(SOURCE, "print the template that comes with Hearsay, not rendered"));
    return render;
  }

  private static CommandSpec command(
      String name, String description, java.util.function.ToIntFunction<ClientCommands.Call> run) {
    var spec = ClientCommands.command(name, description, run);
    for (var option : SETTINGS) {
      spec.addOption(ClientCommands.option(option.flag(), option.argument(), option.help()));
    }
    spec.addOption(
        ClientCommands.option(
            "--config", "FILE", "settings as properties, as the balancer has them"));
    spec.addOption(
        ClientCommands.option(
            SNAPSHOT,
            "FILE",
            "the members, as GET /v1/members answers; - is standard input; default: ask the local"
                + " agent"));
    spec.addOption(
        ClientCommands.option(
            EXAMPLE,
            "NAME",
            "a template that comes with Hearsay: " + String.join(", ", DryRun.templates())));
    return spec;
  }

  private static int render(ClientCommands.Call call) {
    if (call.args().hasMatchedOption(SOURCE)) {
      var name = call.option(EXAMPLE).orElse(DryRun.templates().getFirst());
      return known(call, name) ? put(call, DryRun.source(name).orElseThrow()) : ExitCode.USAGE;
    }
    return with(call, (preview, text) -> put(call, text));
  }

  private static int check(ClientCommands.Call call) {
    return with(
        call,
        (preview, text) -> {
          var wrong = preview.check(text);
          wrong.ifPresent(said -> call.err().println("hearsay: HAProxy refuses it: " + said));
          if (call.json()) {
            call.out()
                .println(
                    Json.text(
                        new JsonObject()
                            .put("valid", wrong.isEmpty())
                            .put("error", wrong.orElse(null))));
          } else if (wrong.isEmpty()) {
            call.out().println("HAProxy takes it");
          }
          return wrong.isEmpty() ? ExitCode.OK : ExitCode.NO;
        });
  }

  /** What to do with the rendered text. */
  private interface Use {
    int of(DryRun preview, String text) throws ApplyException;
  }

  private static int with(ClientCommands.Call call, Use use) {
    var example = call.option(EXAMPLE);
    if (example.isPresent() && !known(call, example.get())) {
      return ExitCode.USAGE;
    }
    try {
      var preview = new DryRun(settings(call));
      var view = view(call);
      return use.of(preview, preview.render(view, example));
    } catch (InvalidSettings e) {
      e.problems().forEach(problem -> call.err().println("hearsay: " + problem));
      return ExitCode.USAGE;
    } catch (IllegalArgumentException e) {
      call.err().println("hearsay: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (ApplyException e) {
      call.err().println("hearsay: " + e.getMessage());
      return ExitCode.NO;
    }
  }

  private static boolean known(ClientCommands.Call call, String example) {
    boolean known = DryRun.templates().contains(example);
    if (!known) {
      call.err().println("hearsay: --example: there are " + String.join(", ", DryRun.templates()));
    }
    return known;
  }

  private static BalancerSettings settings(ClientCommands.Call call) throws InvalidSettings {
    ConfigSources sources = AgentArguments.sources(call.args(), System.getenv());
    sources.warnings().forEach(warning -> call.err().println("hearsay: " + warning));
    return Settings.balancerOf(sources);
  }

  private static ClusterView view(ClientCommands.Call call) {
    var file = call.option(SNAPSHOT);
    if (file.isEmpty()) {
      var answer = call.agent().get("/v1/members");
      if (!answer.fine()) {
        throw new IllegalArgumentException("the agent says: " + answer.problem());
      }
      return Snapshot.parse(answer.body());
    }
    try {
      return Snapshot.parse(
          file.get().equals("-")
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file.get())));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--snapshot " + file.get() + ": there is no such file, or it may not be read", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--snapshot " + file.get() + ": " + e.getMessage(), e);
    }
  }

  private static int put(ClientCommands.Call call, String text) {
    var out = call.option(OUT);
    if (out.isEmpty()) {
      call.out().print(text);
      call.out().flush();
      return ExitCode.OK;
    }
    try {
      DryRun.write(Path.of(out.get()), text);
      return ExitCode.OK;
    } catch (ApplyException e) {
      call.err().println("hearsay: " + e.getMessage());
      return ExitCode.NO;
    }
  }
}

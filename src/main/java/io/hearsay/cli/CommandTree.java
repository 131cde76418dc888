package io.hearsay.cli;

import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** All commands, in picocli's programmatic model, which needs no reflection. */
public final class CommandTree {
  private CommandTree() {}

  /** Only parses; the agent needs its arguments again once Quarkus is running. */
  static ParseResult parse(String... args) {
    return root(parsed -> 0, args).parseArgs(args);
  }

  /**
   * Builds the command line.
   *
   * @param agent runs {@code hearsay agent …} once its syntax has been checked
   * @param arguments the arguments that it will parse
   */
  public static CommandLine root(ToIntFunction<ParseResult> agent, String... arguments) {
    var root = spec("hearsay", "A gossip sidecar for containers that keeps HAProxy right.", null);
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .type(boolean.class)
            .description("shows the version")
            .build());
    root.versionProvider(() -> new String[] {OfflineCommands.version()});
    var line = new CommandLine(root);
    var verbs = new Verbs();
    verbs.add("agent", () -> agent(agent));
    ClientCommands.addTo(verbs);
    ClusterCommands.addTo(verbs);
    LogCommand.addTo(verbs);
    OfflineCommands.addTo(verbs);
    RenderCommands.addTo(verbs);
    verbs.add(Verbs.HELP, HelpCommand::spec);
    verbs.addTo(root, arguments);
    // Values that begin with @ are interpreted by the commands themselves.
    line.setExpandAtFiles(false);
    UsageMessages.addTo(line);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof Unreachable u) {
            command.getErr().println("hearsay: " + u.getMessage());
            return ExitCode.UNREACHABLE;
          }
          if (failure instanceof WrongUsage) {
            command.getErr().println("hearsay: " + failure.getMessage());
            return ExitCode.USAGE;
          }
          command.getErr().println("hearsay: " + failure.getMessage());
          return ExitCode.NO;
        });
    return line;
  }

  private static CommandSpec agent(ToIntFunction<ParseResult> run) {
    var holder = new CommandSpec[1];
    var agent =
        spec(
            "agent",
            "Runs the sidecar.",
            () -> run.applyAsInt(holder[0].commandLine().getParseResult()));
    holder[0] = agent;
    AgentArguments.addTo(agent);
    agent.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("[-- COMMAND ARG...]")
            .arity("0..*")
            .type(String[].class)
            .description(
                "runs this command as a child: it gets traffic while it is well, is drained before"
                    + " it gets SIGTERM, and its exit code is this one's")
            .build());
    return agent;
  }

  /** A command with help and the given action. */
  static CommandSpec spec(String name, String description, Callable<Integer> action) {
    var spec = action == null ? CommandSpec.create() : CommandSpec.wrapWithoutInspection(action);
    spec.name(name);
    spec.usageMessage().description(description);
    spec.exitCodeOnInvalidInput(ExitCode.USAGE);
    spec.exitCodeOnExecutionException(ExitCode.NO);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("shows this help")
            .build());
    return spec;
  }
}

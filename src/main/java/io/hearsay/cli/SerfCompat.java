package io.hearsay.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Hearsay as a replacement of Serf: {@code hearsay serf-compat agent -node a1 …}, or a link named
 * {@code serf} to the binary. It takes Serf's flags and prints what Serf prints, so that scripts,
 * service files and crontabs work unchanged.
 */
public final class SerfCompat {
  /** The verb. */
  static final String WORD = "serf-compat";

  private static final String NAME = "serf";
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private SerfCompat() {}

  /**
   * The result of a Serf command line.
   *
   * @param arguments with which to run our own agent; empty if it was a command, which has been run
   * @param code the exit code of a command
   */
  public record Outcome(Optional<String[]> arguments, int code) {}

  /**
   * Runs a Serf command line, if it is one.
   *
   * @return empty if it is one of our own
   */
  public static Optional<Outcome> of(PrintStream out, PrintStream err, String... arguments) {
    boolean word = arguments.length > 0 && arguments[0].equals(WORD) && !asksForHelp(arguments);
    if (!word && !calledSerf()) {
      return Optional.empty();
    }
    var rest = Arrays.asList(arguments).subList(word ? 1 : 0, arguments.length);
    try {
      if (!rest.isEmpty() && rest.getFirst().equals("agent")) {
        var own = SerfAgentArguments.translate(rest.subList(1, rest.size()), err);
        return Optional.of(new Outcome(Optional.of(own), ExitCode.OK));
      }
      return Optional.of(new Outcome(Optional.empty(), new SerfCommands(out, err).run(rest)));
    } catch (WrongUsage e) {
      err.println(e.getMessage());
      return Optional.of(new Outcome(Optional.empty(), ExitCode.NO));
    }
  }

  private static boolean asksForHelp(String... arguments) {
    return arguments.length == 2 && List.of("--help", "-h").contains(arguments[1]);
  }

  private static boolean calledSerf() {
    return commandLine().stream()
        .findFirst()
        .map(first -> first.substring(first.lastIndexOf('/') + 1).equals(NAME))
        .orElse(false);
  }

  /** The original command line from the kernel, with bytes as Latin 1. */
  static List<String> commandLine() {
    try {
      var text = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
      return Arrays.asList(text.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}

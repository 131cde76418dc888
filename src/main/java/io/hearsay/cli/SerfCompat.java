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
 * Hearsay in Serf's place: {@code hearsay serf-compat agent -node a1 …}, or a link named {@code
 * serf} to the binary. It takes Serf's flags and prints what Serf prints, so that scripts, service
 * files and crontabs run as they are.
 */
public final class SerfCompat {
  /** The verb. */
  static final String WORD = "serf-compat";

  private static final String NAME = "serf";
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private SerfCompat() {}

  /**
   * What a command line of Serf's comes to.
   *
   * @param arguments of our own for the agent; absent: it was a command, which is over
   * @param code the exit code of a command
   */
  public record Outcome(Optional<String[]> arguments, int code) {}

  /**
   * Does what a command line of Serf's says, if it is one.
   *
   * @return nothing if it is one of our own
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

  /** What the kernel was given, byte by byte as Latin 1. */
  static List<String> commandLine() {
    try {
      var text = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
      return Arrays.asList(text.split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}

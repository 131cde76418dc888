package io.hearsay.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a program to its end, with a limit. */
public final class Command {
  /** Longer than any command here takes, including a compose up with ten containers. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final int SHOWN = 2000;

  private Command() {}

  /**
   * The outcome of a program.
   *
   * @param code its exit code
   * @param out its standard output, trimmed
   * @param err its standard error, trimmed
   */
  public record Outcome(int code, String out, String err) {
    /** Whether it exited with 0. */
    public boolean good() {
      return code == 0;
    }
  }

  /** The output of a shell script, which ends at the first command that fails; as {@link #run}. */
  public static String sh(String script) {
    return run("sh", "-ec", script);
  }

  /** The output of a program, as {@link #run(Map, List)}. */
  public static String run(String... command) {
    return run(Map.of(), List.of(command));
  }

  /**
   * The output of a program.
   *
   * @throws Failure if it exits with anything but 0, or not in time
   */
  public static String run(Map<String, String> env, List<String> command) {
    var outcome = attempt(env, command);
    if (!outcome.good()) {
      var said = (outcome.out() + "\n" + outcome.err()).strip();
      throw new Failure(
          String.join(" ", command).strip()
              + " ended with "
              + outcome.code()
              + ": "
              + said.substring(Math.max(0, said.length() - SHOWN)));
    }
    return outcome.out();
  }

  /** The same for a program whose failure is of interest. */
  public static Outcome attempt(Map<String, String> env, List<String> command) {
    try {
      // Files, because a process that it leaves behind may hold a pipe open.
      var out = File.createTempFile("command", ".out");
      var err = File.createTempFile("command", ".err");
      try {
        var builder = Program.builder(env, command).redirectErrorStream(false);
        var name = String.join(" ", command);
        var program = Program.start(name, builder.redirectOutput(out).redirectError(err));
        if (!program.endsOrIsKilled(LIMIT)) {
          throw new Failure(name + " has no end");
        }
        return new Outcome(program.code(), text(out), text(err));
      } finally {
        out.delete();
        err.delete();
      }
    } catch (IOException e) {
      throw new Failure("the output of " + command.getFirst() + " cannot be kept: " + e, e);
    }
  }

  /** Decodes leniently: containers may print bytes that are no characters. */
  private static String text(File file) throws IOException {
    return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8).strip();
  }
}

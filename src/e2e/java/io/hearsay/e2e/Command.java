package io.hearsay.e2e;

import io.hearsay.demo.StepFailed;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end, with a limit. */
final class Command {
  /** Longer than any command here takes, a compose up with ten containers included. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final int SHOWN = 2000;

  private Command() {}

  /**
   * What became of it.
   *
   * @param code its exit code
   * @param out what it wrote to its standard output, without white space at the ends
   * @param err the same of its standard error
   */
  record Outcome(int code, String out, String err) {}

  /**
   * What the program printed.
   *
   * @throws StepFailed if it ended with anything but 0, or not in time
   */
  static String run(Map<String, String> env, List<String> command) {
    var outcome = attempt(env, command);
    if (outcome.code() != 0) {
      var said = outcome.err().isEmpty() ? outcome.out() : outcome.err();
      throw new StepFailed(
          String.join(" ", command)
              + " ended with "
              + outcome.code()
              + ": "
              + said.substring(Math.max(0, said.length() - SHOWN)));
    }
    return outcome.out();
  }

  /** The same for a program whose failure is of interest. */
  static Outcome attempt(Map<String, String> env, List<String> command) {
    try {
      var out = File.createTempFile("e2e", ".out");
      var err = File.createTempFile("e2e", ".err");
      try {
        return attempt(env, command, out, err);
      } finally {
        out.delete();
        err.delete();
      }
    } catch (IOException e) {
      throw new StepFailed(command.getFirst() + " cannot be run: " + e.getMessage());
    }
  }

  private static Outcome attempt(Map<String, String> env, List<String> command, File out, File err)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(env);
    var process = builder.start();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new StepFailed(String.join(" ", command) + " has no end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("interrupted");
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), text(out), text(err));
  }

  /** Not every byte that a container prints is a character. */
  private static String text(File file) throws IOException {
    return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8).strip();
  }
}

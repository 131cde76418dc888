package io.hearsay.bench.membership;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of this host. A call costs a few milliseconds, which the figures contain. */
final class Shell {
  private Shell() {}

  /**
   * Runs shell text; returns what it printed.
   *
   * @throws Failure with its complaint if it ends with another code than 0
   */
  static String sh(String script) {
    return run(List.of("sh", "-ec", script));
  }

  /** Runs a command; as {@link #sh}. */
  static String run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new Failure(String.join(" ", command) + " ends with " + code + ": " + printed.trim());
      }
      return printed;
    } catch (IOException e) {
      throw new Failure("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}

package io.hearsay.balancer.haproxy;

import io.hearsay.process.Children;
import io.hearsay.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Asks HAProxy itself whether a configuration is right: {@code haproxy -c -f FILE}. Blocks for as
 * long as that takes.
 */
public final class ConfigCheck {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SHOWN_LINES = 6;

  /** Of a line: it names files and quotes words of the template. */
  private static final int SHOWN_CHARS = 500;

  /**
   * What HAProxy says without it being a reason. A {@code pidfile} of the configuration gives way
   * to the one that HAProxy is started with, which is as it should be.
   */
  private static final List<String> NOISE =
      List.of("Fatal errors found", "Error(s) found", "'pidfile' already specified");

  private final String haproxy;

  /** With that binary. */
  public ConfigCheck(String haproxy) {
    this.haproxy = haproxy;
  }

  /**
   * Checks a file.
   *
   * @return what is wrong with it, nothing if it is right
   * @throws IOException if HAProxy cannot be run
   */
  public Optional<String> check(Path file) throws IOException {
    var process =
        Children.start(
            Commands.of(List.of(haproxy, "-c", "-f", file.toString()))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))));
    var output = CapturedOutput.of(process);
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return Optional.of("haproxy -c did not end within " + LIMIT.toSeconds() + " s");
      }
      return process.exitValue() == 0 ? Optional.empty() : Optional.of(summary(output.text()));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * The lines that matter: HAProxy says which line of the file is wrong, and why. They end up in
   * logs and answers, so they are cleaned.
   */
  static String summary(String output) {
    // From 2.9 on a message may go on in lines of its own, indented.
    var whole = output.replaceAll("\\R[ \\t]+", " ");
    var alerts =
        whole
            .lines()
            .filter(l -> l.contains("[ALERT]"))
            .map(l -> l.replaceFirst("^\\[ALERT]\\s*\\(\\d+\\)\\s*:\\s*", "").trim())
            .filter(l -> NOISE.stream().noneMatch(l::contains))
            .toList();
    var lines = alerts.isEmpty() ? whole.lines().toList() : alerts;
    return lines.stream()
        .limit(SHOWN_LINES)
        .map(line -> VisibleText.text(line.replace('\t', ' '), SHOWN_CHARS))
        .collect(Collectors.joining("; "));
  }
}

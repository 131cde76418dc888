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

/** Has HAProxy itself check a configuration: {@code haproxy -c -f FILE}. Blocks meanwhile. */
public final class ConfigCheck {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SHOWN_LINES = 6;

  /** Maximum length of a line shown, as it names files and quotes words of the template. */
  private static final int SHOWN_CHARS = 500;

  /**
   * Messages that are no reasons. A {@code pidfile} in the configuration is overridden by the one
   * HAProxy is started with, as intended.
   */
  private static final List<String> NOISE =
      List.of("Fatal errors found", "Error(s) found", "'pidfile' already specified");

  private final String haproxy;

  /** Creates a check with this binary. */
  public ConfigCheck(String haproxy) {
    this.haproxy = haproxy;
  }

  /**
   * Checks a file.
   *
   * @return what is wrong with it; empty if it is valid
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
   * The relevant lines: HAProxy says which line of the file is wrong, and why. They are made safe
   * for logs and responses.
   */
  static String summary(String output) {
    // From 2.9 on a message may continue in indented lines.
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

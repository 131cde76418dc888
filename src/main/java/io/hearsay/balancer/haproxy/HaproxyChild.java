package io.hearsay.balancer.haproxy;

import io.hearsay.process.Children;
import io.hearsay.process.OwnSession;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A program that we started in a session of its own: neither Ctrl-C in a terminal nor the death of
 * the sidecar reaches it. The JDK reaps it, so it leaves no zombie.
 */
final class HaproxyChild {
  private static final Logger LOG = Logger.getLogger("haproxy");
  private static final int REMEMBERED_LINES = 20;
  private static final int REMEMBERED_CHARS = 2000;

  private final Process process;
  private final Deque<String> said = new ArrayDeque<>();
  private final Thread reader;

  private HaproxyChild(Process process) {
    this.process = process;
    this.reader =
        Thread.ofPlatform().daemon().name("haproxy-" + process.pid()).unstarted(this::follow);
    reader.start();
  }

  /** Starts a program without input. */
  static HaproxyChild start(List<String> command) throws IOException {
    return new HaproxyChild(
        Children.start(
            builder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))));
  }

  /** Starts a program with this standard input, without waiting until it has been read. */
  static HaproxyChild start(List<String> command, String input) throws IOException {
    var process = Children.start(builder(command));
    var child = new HaproxyChild(process);
    Thread.ofPlatform()
        .daemon()
        .name("haproxy-input-" + process.pid())
        .start(
            () -> {
              try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                // It has already ended and reported why.
                LOG.debug("it did not read all", e);
              }
            });
    return child;
  }

  private static ProcessBuilder builder(List<String> command) {
    var all = new ArrayList<String>();
    all.addAll(OwnSession.prefix());
    all.addAll(command);
    return Commands.of(all).redirectOutput(ProcessBuilder.Redirect.INHERIT);
  }

  /** Forwards its standard error, and keeps the last lines for an error message. */
  private void follow() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      var line = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          remember(line.toString());
          line.setLength(0);
        } else if (line.length() < REMEMBERED_CHARS) {
          line.append((char) next);
        }
      }
      if (!line.isEmpty()) {
        remember(line.toString());
      }
    } catch (IOException e) {
      LOG.debug("its error stream ended", e);
    }
  }

  private void remember(String line) {
    // What matters to an operator is also in HAProxy's log on standard output.
    LOG.debug(line);
    synchronized (said) {
      said.add(line);
      if (said.size() > REMEMBERED_LINES) {
        said.removeFirst();
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end, at most for the limit; empty if it has not ended. */
  OptionalInt ended(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Lets it finish its connections in the background, at most for the limit. */
  void leave(Duration limit) {
    Thread.ofPlatform()
        .daemon()
        .name("haproxy-leaves-" + process.pid())
        .start(
            () -> {
              SoftStop.finish(process.toHandle(), limit);
              process.destroyForcibly();
            });
  }

  /** The last lines of its standard error that explain its end; empty if there are none. */
  String lastWords() throws InterruptedException {
    // Its children may keep the stream open.
    reader.join(100);
    synchronized (said) {
      return ConfigCheck.summary(String.join("\n", said));
    }
  }
}

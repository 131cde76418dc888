package io.hearsay.proxy.haproxy;

import io.hearsay.process.Children;
import io.hearsay.process.OwnSession;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A program that we started in a session of its own: neither Ctrl-C in a terminal nor the death of
 * the sidecar reaches it. The JDK waits for it when it ends, so it leaves no zombie.
 */
final class Child {
  private static final Logger LOG = Logger.getLogger("haproxy");
  private static final int REMEMBERED_LINES = 20;

  private final Process process;
  private final Deque<String> said = new ArrayDeque<>();
  private final Thread reader;

  private Child(Process process) {
    this.process = process;
    this.reader =
        Thread.ofPlatform().daemon().name("haproxy-" + process.pid()).unstarted(this::follow);
    reader.start();
  }

  static Child start(List<String> command) throws IOException {
    var all = new ArrayList<String>();
    all.addAll(OwnSession.prefix());
    all.addAll(command);
    return new Child(
        Children.start(
            new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)));
  }

  /** Hands on what it says, and keeps the last lines for an error message. */
  private void follow() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        // What matters to an operator comes through HAProxy's log on standard output as well.
        LOG.debug(line);
        synchronized (said) {
          said.add(line);
          if (said.size() > REMEMBERED_LINES) {
            said.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("its error stream ended", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end, but not longer than that. */
  OptionalInt ended(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** What it said last, as far as that explains its end; empty if it said nothing. */
  String lastWords() throws InterruptedException {
    // Its children may hold the stream open.
    reader.join(100);
    synchronized (said) {
      return ConfigCheck.summary(String.join("\n", said));
    }
  }
}

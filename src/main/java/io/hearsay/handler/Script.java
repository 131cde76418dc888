package io.hearsay.handler;

import io.hearsay.membership.Payload;
import io.hearsay.process.Children;
import io.hearsay.supervise.ProcessTree;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a script: {@code /bin/sh -c SCRIPT}. */
final class Script {
  /**
   * How long to wait for output after the end of a script, whose background children may keep the
   * pipe open.
   */
  private static final long LAST_WORDS_MILLIS = 500;

  private Script() {}

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param killed whether it exceeded the limit
   * @param output the end of its standard output and error, both together as in Serf
   * @param printed the total number of bytes it printed
   */
  record Outcome(int code, boolean killed, Payload output, long printed) {}

  /**
   * Runs the script to its end or to the limit; blocks. At the limit, or if interrupted, kills it
   * and everything it started. What it leaves behind when it ends by itself is left alone, as in
   * Serf.
   */
  static Outcome run(String script, Map<String, String> environment, Payload input, Duration limit)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var tree = ProcessTree.of(builder);
    var process = Children.start(builder);
    var output = new OutputTail();
    aside("output of " + script, () -> output.read(process.getInputStream()));
    aside("input of " + script, () -> feed(process, input));
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        tree.kill(process);
      }
    }
    int code = process.waitFor();
    output.await(LAST_WORDS_MILLIS);
    return new Outcome(code, !ended, output.end(), output.total());
  }

  private static void aside(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private static void feed(Process process, Payload input) {
    try (var in = process.getOutputStream()) {
      in.write(input.toBytes());
    } catch (IOException e) {
      // The script does not read its input.
    }
  }
}

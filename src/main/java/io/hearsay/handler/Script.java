package io.hearsay.handler;

import io.hearsay.process.Children;
import io.hearsay.supervise.Kin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a script: {@code /bin/sh -c SCRIPT}. */
final class Script {
  /** Of what it prints, so many bytes at the end are kept, as by Serf. */
  static final int MAX_OUTPUT = 8 * 1024;

  /** A script's child in the background may hold the pipe for ever. */
  private static final long LAST_WORDS_MILLIS = 500;

  private Script() {}

  /**
   * How it ended.
   *
   * @param code its exit code
   * @param killed whether it ran into the limit
   * @param output the end of what it printed
   */
  record Outcome(int code, boolean killed, String output) {}

  /**
   * Runs it to its end or to the limit; blocks. At the limit, or if interrupted, kills it and all
   * that it started; what it left behind when it ended by itself is its own affair, as with Serf.
   */
  static Outcome run(String script, Map<String, String> environment, String input, Duration limit)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder("/bin/sh", "-c", script).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    var kin = Kin.of(builder);
    var process = Children.start(builder);
    var output = new CompletableFuture<String>();
    aside("output of " + script, () -> output.complete(tail(process.getInputStream())));
    aside("input of " + script, () -> feed(process, input));
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        kin.kill(process);
      }
    }
    int code = process.waitFor();
    try {
      var said = output.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
      return new Outcome(code, !ended, said);
    } catch (ExecutionException | TimeoutException e) {
      return new Outcome(code, !ended, "");
    }
  }

  private static void aside(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private static void feed(Process process, String input) {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It does not want to read.
    }
  }

  private static String tail(InputStream from) {
    var kept = new byte[MAX_OUTPUT];
    int length = 0;
    var buffer = new byte[MAX_OUTPUT];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        int stay = Math.min(length, MAX_OUTPUT - n);
        System.arraycopy(kept, length - stay, kept, 0, stay);
        System.arraycopy(buffer, 0, kept, stay, n);
        length = stay + n;
      }
    } catch (IOException e) {
      // Killed: what was read so far counts.
    }
    return new String(kept, 0, length, StandardCharsets.UTF_8);
  }
}

package io.hearsay.balancer.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Captures a program's output up to a bound; more is read and discarded, so that the program
 * neither waits for us nor fills our memory.
 */
final class CapturedOutput {
  /** Maximum number of bytes kept; HAProxy's messages are in the first lines. */
  static final int MAX_BYTES = 64 << 10;

  private final Thread reader;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private CapturedOutput(InputStream stream) {
    this.reader = Thread.ofPlatform().daemon().name("haproxy-output").unstarted(() -> read(stream));
  }

  static CapturedOutput of(Process process) {
    var output = new CapturedOutput(process.getInputStream());
    output.reader.start();
    return output;
  }

  private void read(InputStream stream) {
    var buffer = new byte[8 << 10];
    try (stream) {
      for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
        synchronized (kept) {
          kept.write(buffer, 0, Math.min(got, MAX_BYTES - kept.size()));
        }
      }
    } catch (IOException e) {
      // The program has ended; what has been read so far counts.
      return;
    }
  }

  /**
   * The captured text: complete if the program has ended, unless a child of its keeps the pipe
   * open.
   */
  String text() throws InterruptedException {
    reader.join(TimeUnit.SECONDS.toMillis(1));
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}

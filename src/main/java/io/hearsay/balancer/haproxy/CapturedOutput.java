package io.hearsay.balancer.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What a program prints, up to a bound; what is more is read and thrown away, so that the program
 * neither waits for us nor fills our memory.
 */
final class CapturedOutput {
  /** HAProxy's messages are in the first lines. */
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
      // The program has ended; what it said before counts.
      return;
    }
  }

  /** What has been kept; of a program that has ended all of it, unless a child of its holds on. */
  String text() throws InterruptedException {
    reader.join(TimeUnit.SECONDS.toMillis(1));
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}

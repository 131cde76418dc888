package io.hearsay.supervise;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies lines with a name before each, so that what several programs say can be told apart. A line
 * that is longer than 8 KiB comes in pieces, so that no program can fill our memory.
 */
final class PrefixedOutput implements Runnable {
  private static final int LONGEST = 8 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final byte[] prefix;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  PrefixedOutput(String name, InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    this.prefix = (name + " | ").getBytes(StandardCharsets.UTF_8);
  }

  /** Copies until the end. */
  @Override
  public void run() {
    var buffer = new byte[4 << 10];
    try (in) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        take(buffer, got);
      }
    } catch (IOException e) {
      // The program has ended, and what it had said is out.
    }
    if (line.size() > 0) {
      put();
    }
  }

  private void take(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        put();
      } else {
        line.write(buffer[i]);
        if (line.size() >= LONGEST) {
          put();
        }
      }
    }
  }

  /** In one piece, so that lines of several programs do not mix. */
  private void put() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(prefix);
    whole.writeBytes(line.toByteArray());
    whole.write('\n');
    line.reset();
    try {
      out.write(whole.toByteArray(), 0, whole.size());
      out.flush();
    } catch (IOException e) {
      // Nobody reads: the program must not notice.
    }
  }
}

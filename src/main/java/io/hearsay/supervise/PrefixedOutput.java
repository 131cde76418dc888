package io.hearsay.supervise;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies lines with a name before each, so that the output of several programs can be told apart.
 * Lines longer than 8 KiB are split, so that no program can fill our memory. What was read together
 * is written together, in whole lines, so that the lines of several programs do not mix and a
 * verbose program costs little.
 */
final class PrefixedOutput implements Runnable {
  private static final int LONGEST = 8 << 10;
  private static final int READ = 16 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final byte[] prefix;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  PrefixedOutput(String name, InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
    this.prefix = (name + " | ").getBytes(StandardCharsets.UTF_8);
  }

  /** Copies until the program's output ends. */
  @Override
  public void run() {
    var buffer = new byte[READ];
    try (in) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        take(buffer, got);
        put();
      }
    } catch (IOException e) {
      // The program has ended, and its output has been copied.
    }
    if (begun.size() > 0) {
      line(buffer, 0, 0);
      put();
    }
  }

  private void take(byte[] buffer, int length) {
    int start = 0;
    while (start < length) {
      int limit = Math.min(length, start + LONGEST - begun.size());
      int end = start;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      boolean ended = end < limit;
      if (ended || begun.size() + end - start >= LONGEST) {
        line(buffer, start, end - start);
      } else {
        begun.write(buffer, start, end - start);
      }
      start = ended ? end + 1 : end;
    }
  }

  /** Completes a line: what has been begun, and these bytes. */
  private void line(byte[] from, int offset, int length) {
    whole.writeBytes(prefix);
    if (begun.size() > 0) {
      whole.writeBytes(begun.toByteArray());
    }
    whole.write(from, offset, length);
    whole.write('\n');
    begun.reset();
    if (whole.size() >= READ) {
      put();
    }
  }

  private void put() {
    try {
      whole.writeTo(out);
      out.flush();
    } catch (IOException e) {
      // Our own output is closed; the program must not notice.
    }
    whole.reset();
  }
}

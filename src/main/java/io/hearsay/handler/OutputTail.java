package io.hearsay.handler;

import io.hearsay.membership.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the end of a script's output; everything before it is only counted. */
final class OutputTail {
  /** Number of bytes kept, as in Serf. */
  static final int MAX = 8 * 1024;

  private final byte[] kept = new byte[MAX];
  private final CountDownLatch over = new CountDownLatch(1);
  private int length;
  private long total;

  /** Reads all output; blocks until the last process that has the other end open closes it. */
  void read(InputStream from) {
    var buffer = new byte[MAX];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        add(buffer, n);
      }
    } catch (IOException e) {
      // The script was killed; what has been read so far counts.
    } finally {
      over.countDown();
    }
  }

  private synchronized void add(byte[] more, int count) {
    int stay = Math.min(length, MAX - count);
    System.arraycopy(kept, length - stay, kept, 0, stay);
    System.arraycopy(more, 0, kept, stay, count);
    length = stay + count;
    total += count;
  }

  /** Waits for the end of the output, at most this long. */
  void await(long millis) throws InterruptedException {
    var unused = over.await(millis, TimeUnit.MILLISECONDS);
  }

  /** The part kept so far. */
  synchronized Payload end() {
    return Payload.of(java.util.Arrays.copyOf(kept, length));
  }

  /** Number of bytes read so far. */
  synchronized long total() {
    return total;
  }
}

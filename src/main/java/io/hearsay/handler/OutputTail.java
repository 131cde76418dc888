package io.hearsay.handler;

import io.hearsay.membership.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of what a script prints; what is before it is counted and forgotten. */
final class OutputTail {
  /** So many bytes are kept, as by Serf. */
  static final int MAX = 8 * 1024;

  private final byte[] kept = new byte[MAX];
  private final CountDownLatch over = new CountDownLatch(1);
  private int length;
  private long total;

  /** Reads all of it; blocks until the last process that holds its other end has let it go. */
  void read(InputStream from) {
    var buffer = new byte[MAX];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        add(buffer, n);
      }
    } catch (IOException e) {
      // Killed: what was read so far counts.
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

  /** Waits for its end at most so long. */
  void await(long millis) throws InterruptedException {
    var unused = over.await(millis, TimeUnit.MILLISECONDS);
  }

  /** What is kept of it so far. */
  synchronized Payload end() {
    return Payload.of(java.util.Arrays.copyOf(kept, length));
  }

  /** How many bytes it was so far. */
  synchronized long total() {
    return total;
  }
}

package io.hearsay.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream that never waits for whoever reads it. Lines go into a queue of at most {@value
 * #MAX_BYTES} bytes and {@value #MAX_LINES} lines, which a thread of its own empties. When it is
 * full the oldest lines are dropped; a line that says how many stands where they are missing, as
 * soon as somebody reads again. So a stalled log driver, a full disk or {@code | less} costs lines
 * of the log, and nothing else.
 *
 * <p>Lines come out whole, in order, in writes of at most {@value #PIECE} bytes: a pipe takes such
 * a piece entirely or not at all (PIPE_BUF), also when another process has made it non-blocking, as
 * HAProxy does with the standard output that it shares with us.
 */
public final class BoundedOutput extends OutputStream {
  /** What may wait. */
  static final int MAX_BYTES = 256 << 10;

  /** What may wait: short lines cost more than their bytes. */
  static final int MAX_LINES = 4096;

  /** A line that is longer comes in pieces. */
  static final int MAX_LINE = 8 << 10;

  static final int PIECE = 4096;

  /** Of the queue, so much is kept for those that do not wait. */
  private static final int RESERVE = 4;

  /** A patient writer takes a reader that took nothing for so long as stalled. */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long FULL_PIPE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  private final WritableByteChannel sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int bytes;
  private long dropped;
  private boolean writing;
  private long progress = System.nanoTime();

  /**
   * Begins to write.
   *
   * @param name of the thread
   * @param sink may block for as long as it likes
   */
  public BoundedOutput(String name, WritableByteChannel sink) {
    this.sink = sink;
    Thread.ofPlatform().daemon().name(name).start(this::pump);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    lock.lock();
    try {
      for (int i = offset; i < offset + length; i++) {
        line.write(from[i]);
        if (from[i] == '\n' || line.size() >= MAX_LINE) {
          enqueue();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void enqueue() {
    while (!lines.isEmpty() && (bytes + line.size() > MAX_BYTES || lines.size() >= MAX_LINES)) {
      bytes -= lines.removeFirst().length;
      dropped++;
    }
    var whole = line.toByteArray();
    line.reset();
    lines.addLast(whole);
    bytes += whole.length;
  }

  /**
   * For output of others that we carry, on a thread of its own: waits for room while the reader
   * takes anything at all, so that a burst is not lost to a reader that is merely slower. When it
   * has taken nothing for a second, the oldest lines are dropped here, too.
   */
  public OutputStream patient() {
    return new Patient();
  }

  private final class Patient extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      awaitRoom(length);
      BoundedOutput.this.write(from, offset, length);
    }
  }

  private void awaitRoom(int length) {
    lock.lock();
    try {
      long share = MAX_BYTES - MAX_BYTES / RESERVE;
      int count = MAX_LINES - MAX_LINES / RESERVE;
      while (bytes > 0 && (bytes + length > share || lines.size() >= count)) {
        long left = progress + STALLED_NANOS - System.nanoTime();
        if (left <= 0) {
          return;
        }
        var unused = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all that was written is out: before the process ends.
   *
   * @param limit for the case that nobody reads
   */
  public void drain(Duration limit) {
    lock.lock();
    try {
      if (line.size() > 0) {
        enqueue();
        changed.signalAll();
      }
      long left = limit.toNanos();
      while ((writing || !lines.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    try {
      while (true) {
        var next = next();
        boolean out = put(next.bytes());
        done(out ? 0 : next.lines());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does that; then nothing is written any more.
    }
  }

  /** What goes out together: whole lines up to a piece, or one long line. */
  private record Batch(byte[] bytes, int lines) {}

  private Batch next() throws InterruptedException {
    lock.lock();
    try {
      while (lines.isEmpty()) {
        changed.await();
        // From now on it is the reader's time.
        progress = System.nanoTime();
      }
      writing = true;
      if (dropped > 0) {
        var notice = notice(dropped);
        int about = (int) Math.min(dropped, Integer.MAX_VALUE);
        dropped = 0;
        return new Batch(notice, about);
      }
      var batch = new ByteArrayOutputStream();
      int count = 0;
      do {
        var first = lines.removeFirst();
        bytes -= first.length;
        batch.writeBytes(first);
        count++;
      } while (!lines.isEmpty() && batch.size() + lines.getFirst().length <= PIECE);
      return new Batch(batch.toByteArray(), count);
    } finally {
      lock.unlock();
    }
  }

  private void done(int lost) {
    lock.lock();
    try {
      writing = false;
      dropped += lost;
      progress = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes it all, however long that takes; false if it could not be written. */
  private boolean put(byte[] all) {
    try {
      for (int from = 0; from < all.length; from += PIECE) {
        var piece = ByteBuffer.wrap(all, from, Math.min(PIECE, all.length - from));
        while (piece.hasRemaining()) {
          if (sink.write(piece) == 0) {
            // Somebody who shares it has made it non-blocking, and it is full.
            LockSupport.parkNanos(FULL_PIPE_NANOS);
          }
        }
      }
      return true;
    } catch (IOException e) {
      // Closed, or the disk is full: the next line tries again.
      return false;
    }
  }

  private static byte[] notice(long lines) {
    return (LocalTime.now().format(TIME)
            + " WARN  hearsay  "
            + lines
            + (lines == 1 ? " line of output was" : " lines of output were")
            + " dropped here: nobody read in time\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}

package io.hearsay.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream that never waits for its reader. Lines go into a queue of at most {@value #MAX_BYTES}
 * bytes, which a dedicated thread empties. When it is full, the oldest lines are dropped; once the
 * reader continues, a line in their place says how many are missing. So a stalled log driver, a
 * full disk or {@code | less} costs log lines and nothing else.
 *
 * <p>The queue consists of pieces of whole lines, each of which is written in one call of at most
 * {@value #PIECE} bytes: a pipe takes such a piece entirely or not at all (PIPE_BUF), even if
 * another process has made it non-blocking, as HAProxy does with the standard output that it shares
 * with us. There is no object per line, so that a program that prints a million lines a second can
 * be carried.
 */
public final class BoundedOutput extends OutputStream {
  /** Capacity of the queue in bytes. */
  static final int MAX_BYTES = 256 << 10;

  /** Longer lines are split. */
  static final int MAX_LINE = 8 << 10;

  static final int PIECE = 4096;

  /** One part in this many of the queue is reserved for writers that do not wait. */
  private static final int RESERVE = 4;

  /** A patient writer considers a reader that took nothing for this long to be stalled. */
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long FULL_PIPE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** The pauses after a failed write, the first one and the longest; each doubles the last. */
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  private final WritableByteChannel sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final Condition hurried = lock.newCondition();
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private int bytes;
  private long dropped;
  private boolean writing;
  private long progress = System.nanoTime();

  /** The pause after the last failure, which the next one doubles; 0 as long as writing works. */
  private long pause;

  /** How often writing has failed; tells who waits for the end that its own attempt was in vain. */
  private long failures;

  /** What is written in one call: whole lines, or one line that is longer than a piece. */
  private static final class Piece {
    final byte[] bytes;
    int length;
    int lines;

    Piece(int capacity) {
      bytes = new byte[capacity];
    }

    int left() {
      return bytes.length - length;
    }

    void append(byte[] from, int offset, int count) {
      System.arraycopy(from, offset, bytes, length, count);
      length += count;
    }
  }

  /**
   * Starts writing.
   *
   * @param name of the thread that writes
   * @param sink where the output goes; may block for any time
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
      int end = offset + length;
      for (int start = offset; start < end; ) {
        int limit = Math.min(end, start + MAX_LINE - begun.size());
        int stop = endOfLine(from, start, limit);
        boolean whole = from[stop - 1] == '\n' || begun.size() + stop - start >= MAX_LINE;
        if (whole) {
          enqueue(from, start, stop - start);
        } else {
          begun.write(from, start, stop - start);
        }
        start = stop;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The index after the next line feed, or the limit. */
  private static int endOfLine(byte[] from, int start, int limit) {
    for (int i = start; i < limit; i++) {
      if (from[i] == '\n') {
        return i + 1;
      }
    }
    return limit;
  }

  /** Adds a line: what has been begun, and these bytes. */
  private void enqueue(byte[] from, int offset, int length) {
    int size = begun.size() + length;
    var last = pieces.peekLast();
    if (last == null || last.left() < size) {
      last = new Piece(Math.max(size, PIECE));
      makeRoom(last.bytes.length);
      pieces.addLast(last);
      bytes += last.bytes.length;
      arrived.signal();
    }
    if (begun.size() > 0) {
      last.append(begun.toByteArray(), 0, begun.size());
      begun.reset();
    }
    last.append(from, offset, length);
    last.lines++;
  }

  private void makeRoom(int length) {
    while (!pieces.isEmpty() && bytes + length > MAX_BYTES) {
      dropped += removeFirst().lines;
    }
  }

  private Piece removeFirst() {
    var first = pieces.removeFirst();
    bytes -= first.bytes.length;
    return first;
  }

  /**
   * For other programs' output, carried on a thread of its own: waits for room while the reader
   * takes anything at all, so that a burst is not lost to a reader that is merely slower. If the
   * reader has taken nothing for a second, the oldest lines are dropped here, too.
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
      int share = MAX_BYTES - MAX_BYTES / RESERVE;
      while (bytes > 0 && bytes + length > share) {
        long left = progress + STALLED_NANOS - System.nanoTime();
        if (left <= 0) {
          return;
        }
        var unused = taken.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until everything has been written out, before the process ends. If writing fails, this
   * tries once more and then gives up.
   *
   * @param limit how long to wait at most, in case nobody reads
   */
  public void drain(Duration limit) {
    lock.lock();
    try {
      if (begun.size() > 0) {
        enqueue(new byte[0], 0, 0);
      }
      long before = failures;
      hurried.signal();
      long left = limit.toNanos();
      while ((writing || !pieces.isEmpty()) && failures == before && left > 0) {
        left = taken.awaitNanos(left);
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
        if (put(next)) {
          written();
        } else {
          failed(next.lines);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does that; then nothing is written any more.
    }
  }

  private Piece next() throws InterruptedException {
    lock.lock();
    try {
      while (pieces.isEmpty()) {
        arrived.await();
        if (pause == 0) {
          // From here on, the time is the reader's.
          progress = System.nanoTime();
        }
      }
      writing = true;
      return dropped > 0 ? notice() : removeFirst();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The line that says how many are missing; if it is lost itself, they are still counted as
   * missing.
   */
  private Piece notice() {
    var text =
        (OffsetDateTime.now(ZoneId.systemDefault()).format(TIME)
                + " WARN  hearsay  "
                + dropped
                + (dropped == 1 ? " line of output was" : " lines of output were")
                + " dropped here: nobody read in time\n")
            .getBytes(StandardCharsets.UTF_8);
    var notice = new Piece(text.length);
    notice.append(text, 0, text.length);
    notice.lines = (int) Math.min(dropped, Integer.MAX_VALUE);
    dropped = 0;
    return notice;
  }

  private void written() {
    lock.lock();
    try {
      writing = false;
      pause = 0;
      progress = System.nanoTime();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts what is lost, and waits: a reader that has gone for good, or a disk that stays full,
   * would keep a core busy with attempts.
   */
  private void failed(int lost) throws InterruptedException {
    lock.lock();
    try {
      writing = false;
      dropped += lost;
      failures++;
      taken.signalAll();
      pause = Math.clamp(2 * pause, FIRST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
      var unused = hurried.awaitNanos(pause);
    } finally {
      lock.unlock();
    }
  }

  /** Writes all of it, however long that takes; false if that failed. */
  private boolean put(Piece all) {
    try {
      for (int from = 0; from < all.length; from += PIECE) {
        var part = ByteBuffer.wrap(all.bytes, from, Math.min(PIECE, all.length - from));
        while (part.hasRemaining()) {
          if (sink.write(part) == 0) {
            // Another process that shares the pipe has made it non-blocking, and it is full.
            LockSupport.parkNanos(FULL_PIPE_NANOS);
          }
        }
      }
      return true;
    } catch (IOException e) {
      // Closed, or the disk is full: tried again with the next piece.
      return false;
    }
  }
}

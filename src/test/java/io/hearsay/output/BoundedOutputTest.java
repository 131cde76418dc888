package io.hearsay.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Readers that read, stall, or go away. */
class BoundedOutputTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Accepts everything once it is open. */
  private static final class Sink implements WritableByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    final CountDownLatch open = new CountDownLatch(1);
    final AtomicBoolean broken = new AtomicBoolean();
    final CountDownLatch entered = new CountDownLatch(1);
    final AtomicInteger attempts = new AtomicInteger();

    @Override
    public int write(ByteBuffer from) throws IOException {
      attempts.incrementAndGet();
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (broken.get()) {
        throw new IOException("No space left on device");
      }
      int length = from.remaining();
      var bytes = new byte[length];
      from.get(bytes);
      synchronized (taken) {
        taken.writeBytes(bytes);
      }
      return length;
    }

    /** Takes nothing, and says so at once. */
    static Sink broken() {
      var sink = new Sink();
      sink.broken.set(true);
      sink.open.countDown();
      return sink;
    }

    String text() {
      synchronized (taken) {
        return taken.toString(UTF_8);
      }
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static void print(BoundedOutput out, String text) {
    var bytes = text.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
  }

  @Test
  void linesAreWrittenWholeAndInOrder() {
    var sink = new Sink();
    sink.open.countDown();
    var out = new BoundedOutput("test", sink);
    print(out, "one\ntw");
    print(out, "o\n");
    print(out, "rest");
    out.drain(LIMIT);
    assertThat(sink.text()).isEqualTo("one\ntwo\nrest");
  }

  @Test
  void nobodyWaitsForAStalledReaderAndLossesAreReported() throws Exception {
    var sink = new Sink();
    var out = new BoundedOutput("test", sink);
    int lines = 50_000;
    print(out, "line 0\n");
    // The reader has begun, and stalls; what follows is more than the queue holds.
    assertThat(sink.entered.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 1; i < lines; i++) {
      print(out, "line " + i + "\n");
    }
    sink.open.countDown();
    out.drain(LIMIT);
    var text = sink.text();
    assertThat(text.length()).isLessThan(BoundedOutput.MAX_BYTES + 2 * BoundedOutput.PIECE);
    assertThat(text).startsWith("line 0\n").endsWith("line " + (lines - 1) + "\n");
    var notice = text.lines().filter(l -> l.contains("dropped")).toList();
    assertThat(notice).hasSize(1);
    long lost = Long.parseLong(notice.getFirst().replaceAll(".*hearsay  ([0-9]+) lines.*", "$1"));
    assertThat(text.lines().filter(l -> l.startsWith("line ")).count() + lost).isEqualTo(lines);
  }

  @Test
  void aBurstIsNotLostToAReaderThatIsMerelySlower() throws Exception {
    var pipe = Pipe.open();
    var out = new BoundedOutput("test", pipe.sink());
    int lines = 40_000;
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    var patient = out.patient();
                    for (int i = 0; i < lines; i++) {
                      patient.write(("a line that has some length " + i + "\n").getBytes(UTF_8));
                    }
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    var read = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(1000);
    long newlines = 0;
    while (newlines < lines) {
      int got = pipe.source().read(buffer.clear());
      read.write(buffer.array(), 0, got);
      for (int i = 0; i < got; i++) {
        newlines += buffer.get(i) == '\n' ? 1 : 0;
      }
    }
    writer.join();
    assertThat(read.toString(UTF_8).lines()).hasSize(lines).noneMatch(l -> l.contains("dropped"));
  }

  @Test
  void lostLinesAreReportedOnceWritingWorksAgain() {
    var sink = Sink.broken();
    var out = new BoundedOutput("test", sink);
    print(out, "lost\n");
    out.drain(LIMIT);
    sink.broken.set(false);
    print(out, "found\n");
    await()
        .untilAsserted(
            () ->
                assertThat(sink.text())
                    .contains("1 line of output was dropped")
                    .endsWith("found\n"));
  }

  /** Closed for good: {@code hearsay agent | head -1}. Such an agent took half a core. */
  @Test
  void aReaderThatHasGoneIsNotAskedAgainAndAgain() {
    var sink = Sink.broken();
    var out = new BoundedOutput("test", sink);
    long start = System.nanoTime();
    // More than the queue holds, so that there is always something to write.
    var line = "x".repeat(1000) + "\n";
    while (sink.attempts.get() < 5) {
      print(out, line);
    }
    // Four doubling pauses from 10 ms have passed.
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(140).toNanos());
  }

  @Test
  void theEndDoesNotWaitForAReaderThatHasGone() {
    var sink = Sink.broken();
    var out = new BoundedOutput("test", sink);
    for (int i = 0; i < 1000; i++) {
      print(out, "x".repeat(100) + "\n");
    }
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> out.drain(Duration.ofDays(1)));
  }

  /** An application whose output is carried must not stand still because the disk is full. */
  @Test
  void aPatientWriterDoesNotWaitForAReaderThatHasGone() {
    var sink = Sink.broken();
    var patient = new BoundedOutput("test", sink).patient();
    var line = ("x".repeat(1000) + "\n").getBytes(UTF_8);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int written = 0; written < 4 * BoundedOutput.MAX_BYTES; written += line.length) {
            patient.write(line);
          }
        });
  }

  @Test
  void aLineWithoutAnEndIsBounded() {
    var sink = new Sink();
    var out = new BoundedOutput("test", sink);
    print(out, "x".repeat(5 << 20));
    sink.open.countDown();
    out.drain(LIMIT);
    assertThat(sink.text().length())
        .isLessThan(BoundedOutput.MAX_BYTES + BoundedOutput.MAX_LINE + 200);
  }
}

package io.hearsay.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an agent's output until it stalls. */
final class Reader {
  private static final Pattern NOTICE = Pattern.compile(" (\\d+) lines? of output w");

  private final InputStream output;
  private boolean paused;
  private boolean closed;
  private long notices;
  private long dropped;

  Reader(InputStream output) {
    this.output = output;
    Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    try (var in = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        took(NOTICE.matcher(line));
      }
    } catch (IOException e) {
      // Closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void took(Matcher notice) throws InterruptedException {
    if (notice.find()) {
      notices++;
      dropped += Long.parseLong(notice.group(1));
    }
    while (paused && !closed) {
      wait();
    }
  }

  /** Stops reading: from now on it takes no more than it holds already. */
  synchronized void stall() {
    paused = true;
  }

  /** Reads again. */
  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Goes away. */
  void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    output.close();
  }

  synchronized long notices() {
    return notices;
  }

  /** The number of lines that the agent reported as dropped. */
  synchronized long dropped() {
    return dropped;
  }
}

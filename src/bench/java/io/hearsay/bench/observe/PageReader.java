package io.hearsay.bench.observe;

import io.hearsay.testkit.EventStream;
import io.hearsay.testkit.Host;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An open dashboard, as its script behaves: listens to the events, and asks for the page after each
 * of them and when the agent says that there will be news.
 */
final class PageReader implements AutoCloseable {
  private static final long GATHER_MILLIS = 120;
  private static final long MOST_MILLIS = 5000;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final Semaphore events = new Semaphore(0);
  private final AtomicLong pages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final EventStream stream;
  private final URI page;
  private volatile boolean closed;
  private String tag = "";

  /** Opens the page of an agent. */
  PageReader(String address) throws IOException {
    page = URI.create("http://" + address + ":" + Host.HTTP_PORT + "/");
    stream = new EventStream(address, this::took);
    Thread.ofVirtual().start(this::read);
  }

  /** How many new pages it was given. */
  long pages() {
    return pages.get();
  }

  /** Their bytes, compressed. */
  long bytes() {
    return bytes.get();
  }

  /** How many questions were not answered. */
  long failures() {
    return failures.get();
  }

  private void took(String line) {
    if (line.startsWith("event:")) {
      events.release();
    }
  }

  private void read() {
    try {
      while (!closed) {
        if (events.tryAcquire(again(), TimeUnit.MILLISECONDS)) {
          // As the script does, which asks once for events that follow each other closely.
          Thread.sleep(GATHER_MILLIS);
          events.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long again() throws InterruptedException {
    try {
      return ask();
    } catch (IOException e) {
      failures.addAndGet(closed ? 0 : 1);
      return MOST_MILLIS;
    }
  }

  /** Asks for the page; returns in how many milliseconds to ask again. */
  private long ask() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(page).timeout(LIMIT).header("Accept-Encoding", "gzip");
    if (!tag.isEmpty()) {
      request.header("If-None-Match", tag);
    }
    var answer = client.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() == 200) {
      tag = answer.headers().firstValue("ETag").orElse("");
      pages.incrementAndGet();
      bytes.addAndGet(answer.body().length);
    }
    long next = answer.headers().firstValueAsLong("Hearsay-Next").orElse(0);
    return next > 0 ? Math.min(next, MOST_MILLIS) : MOST_MILLIS;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    stream.close();
    client.shutdownNow();
  }
}

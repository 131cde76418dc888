package io.hearsay.bench.apply;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load's counting, against servers that misbehave in exactly one way. */
class LoadTest {
  private static final String SIGNED =
      "HTTP/1.1 200 OK\r\nX-Backend: web1\r\nContent-Length: 2\r\n";
  private static final int RATE = 200;

  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  /** What the server does with a connection; when it returns, the connection is closed. */
  private interface Manners {
    void with(Socket socket) throws IOException;
  }

  private void serve(Manners manners) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try {
                  var socket = listener.accept();
                  Thread.ofVirtual().start(() -> talk(socket, manners));
                } catch (IOException e) {
                  return;
                }
              }
            });
  }

  private static void talk(Socket socket, Manners manners) {
    try (socket) {
      manners.with(socket);
    } catch (IOException e) {
      // The client has closed.
    }
  }

  /** Reads one request; false if there is none. */
  private boolean read(Socket socket) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    var line = reader.readLine();
    var any = line != null;
    while (line != null && !line.isEmpty()) {
      line = reader.readLine();
    }
    if (any) {
      requests.incrementAndGet();
    }
    return any;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private Outcome load(int atLeast) {
    try (var load = Load.start((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> requests.get() >= atLeast);
      return load.stop();
    }
  }

  @Test
  void everyAnswerIsCountedOnce() {
    serve(
        socket -> {
          while (read(socket)) {
            write(socket, SIGNED + "\r\nhi");
          }
        });
    var outcome = load(100);
    assertThat(outcome.requests()).isEqualTo(requests.get());
    assertThat(outcome.failed()).isZero();
  }

  @Test
  void aKeptConnectionThatIsFoundClosedIsAFailureAndIsNotSentAgain() {
    serve(
        socket -> {
          read(socket);
          write(socket, SIGNED + "\r\nhi");
          // Returns when the next request has come, and closes instead of an answer.
          read(socket);
        });
    var outcome = load(200);
    assertThat(outcome.requests()).isEqualTo(requests.get());
    assertThat(outcome.kinds()).containsOnlyKeys("keep:ka_eof");
  }

  @Test
  void aCloseThatWasAnnouncedIsNoFailure() {
    serve(
        socket -> {
          read(socket);
          write(socket, SIGNED + "Connection: close\r\n\r\nhi");
        });
    var outcome = load(200);
    assertThat(outcome.requests()).isEqualTo(requests.get());
    assertThat(outcome.failed()).isZero();
  }

  @Test
  void anErrorOfTheServerIsAFailureOfBothHabits() {
    serve(
        socket -> {
          while (read(socket)) {
            write(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
          }
        });
    var outcome = load(50);
    assertThat(outcome.failed()).isEqualTo(outcome.requests());
    assertThat(outcome.kinds()).containsOnlyKeys("conn:http_503", "keep:http_503");
  }

  @Test
  void nobodyListensIsRefused() throws IOException {
    listener.close();
    try (var load = Load.start((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
      await().until(() -> load.ended() >= 50);
      var outcome = load.stop();
      assertThat(outcome.failed()).isEqualTo(outcome.requests());
      assertThat(outcome.kinds()).containsOnlyKeys("conn:refused", "keep:refused");
    }
  }

  /** The loop is open: while nobody is answered, requests go on to begin. */
  @Test
  void aServerThatStallsDoesNotHoldTheScheduleUp() {
    var open = new CountDownLatch(1);
    serve(
        socket -> {
          while (read(socket)) {
            try {
              open.await();
            } catch (InterruptedException e) {
              return;
            }
            write(socket, SIGNED + "\r\nhi");
          }
        });
    try (var load = Load.start((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
      await().atMost(Duration.ofSeconds(4)).until(() -> requests.get() >= 2 * RATE / 4);
      assertThat(load.ended()).isZero();
      open.countDown();
      var outcome = load.stop();
      assertThat(outcome.failed()).isZero();
      // The first one waited for as long as it took to begin all the others.
      assertThat(outcome.longest()).isGreaterThan(0.4);
    }
  }

  @Test
  void figuresAreOfWhatTheyShouldBe() {
    var outcome =
        new Outcome(
            List.of(
                new Sample(0, 1_000_000, "web1", ""),
                new Sample(1_000_000_000L, 600_000_000, "web1", ""),
                new Sample(3_000_000_000L, 5_000_000, "", "conn:eof"),
                new Sample(9_000_000_000L, 2_000_000, "web1", "")));
    assertThat(outcome.failed()).isEqualTo(1);
    assertThat(outcome.slow()).isEqualTo(1);
    assertThat(outcome.span()).isEqualTo(2);
    assertThat(outcome.longest()).isEqualTo(0.6);
    assertThat(outcome.quantile(0.5)).isEqualTo(0.002);
    assertThat(outcome.kinds()).containsEntry("conn:eof", 1L).hasSize(1);
  }
}

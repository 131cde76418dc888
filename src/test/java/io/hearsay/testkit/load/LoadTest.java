package io.hearsay.testkit.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.TcpServer;
import io.hearsay.testkit.load.RequestFailed.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The load generator against servers that misbehave in exactly one way. */
class LoadTest {
  private static final String SIGNED =
      "HTTP/1.1 200 OK\r\nX-Backend: web1\r\nContent-Length: 2\r\n";
  private static final String ANSWER = SIGNED + "\r\nhi";

  private static final int RATE = 200;

  /** The number of requests that the server has read. */
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

  private InetSocketAddress serve(TcpServer.Conversation conversation) {
    return TcpServer.start(listener, conversation).address();
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

  private static Kind failureOf(InetSocketAddress target) {
    return catchThrowableOfType(
            RequestFailed.class,
            () -> {
              try (var wire = Wire.open(target)) {
                wire.get(false);
              }
            })
        .kind();
  }

  @Test
  void anUnusedPortRefuses() throws IOException {
    var target = (InetSocketAddress) listener.getLocalSocketAddress();
    listener.close();
    assertThat(failureOf(target)).isEqualTo(Kind.REFUSED);
  }

  @Test
  void closingBeforeAnAnswerIsAnEof() {
    assertThat(failureOf(serve(this::read))).isEqualTo(Kind.EOF);
  }

  @Test
  void closingWithUnreadBytesIsAReset() {
    var target =
        serve(
            socket -> {
              socket.setSoLinger(true, 0);
              read(socket);
            });
    assertThat(failureOf(target)).isEqualTo(Kind.RESET);
  }

  @Test
  void aTruncatedAnswerIsBroken() {
    assertThat(
            failureOf(
                serve(
                    socket -> {
                      read(socket);
                      write(socket, SIGNED + "\r\nh");
                    })))
        .isEqualTo(Kind.BROKEN);
  }

  @Test
  void anAnswerThatIsNotHttpIsBroken() {
    assertThat(
            failureOf(
                serve(
                    socket -> {
                      read(socket);
                      write(socket, "SSH-2.0-OpenSSH\r\n\r\n");
                    })))
        .isEqualTo(Kind.BROKEN);
  }

  @Test
  void aCompleteAnswerNamesItsNodeAndSaysWhetherTheConnectionLives() throws RequestFailed {
    var target =
        serve(
            socket -> {
              read(socket);
              write(socket, ANSWER);
              read(socket);
              write(socket, SIGNED.replace("200 OK", "503 No") + "Connection: close\r\n\r\nhi");
            });
    try (var wire = Wire.open(target)) {
      assertThat(wire.get(true)).isEqualTo(new Answer(200, "web1", true));
      assertThat(wire.get(true)).isEqualTo(new Answer(503, "web1", false));
    }
  }

  @Test
  void aRequestLostToAnIdleCloseIsRetriedAndIsNoFailure() {
    var target =
        serve(
            socket -> {
              read(socket);
              write(socket, ANSWER);
              // Returns only when the next request has come, and then closes: the client loses the
              // race on every second request, more reliably than with any real server.
              read(socket);
            });
    var tally = load(target, 40);
    assertThat(tally.kinds()).isEmpty();
    assertThat(tally.resent()).isPositive();
    assertThat(tally.backends()).containsExactly("web1");
  }

  @Test
  void everyFailureIsCountedByHabitAndKind() {
    var target =
        serve(
            socket -> {
              while (read(socket)) {
                write(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
              }
            });
    var tally = load(target, 40);
    assertThat(tally.failed()).isEqualTo(tally.requests());
    assertThat(tally.kinds()).containsOnlyKeys("conn:http_503", "keep:http_503");
  }

  @Test
  void anAnswerWithoutANodeIsAFailure() {
    var target =
        serve(
            socket -> {
              while (read(socket)) {
                write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
            });
    assertThat(load(target, 10).kinds()).containsOnlyKeys("conn:unsigned", "keep:unsigned");
  }

  @Test
  void aRequestCountsInTheTallyItBeganIn() {
    var target =
        serve(
            socket -> {
              while (read(socket)) {
                write(socket, ANSWER);
              }
            });
    try (var load = Load.start(target, 200)) {
      var first = load.next();
      await().until(() -> first.requests() >= 10);
      var second = load.next();
      await().until(() -> second.requests() >= 10 && first.complete());
      var requests = first.requests();
      await().until(() -> second.requests() >= 20);
      assertThat(first.requests()).isEqualTo(requests);
      assertThat(first.plus(second).requests()).isGreaterThanOrEqualTo(requests + 20);
    }
  }

  private static Tally load(InetSocketAddress target, int requests) {
    try (var load = Load.start(target, 200)) {
      var tally = load.next();
      await().atMost(Duration.ofSeconds(10)).until(() -> tally.requests() >= requests);
      load.next();
      await().atMost(Duration.ofSeconds(10)).until(tally::complete);
      return tally;
    }
  }

  private Tally strict(int atLeast) {
    try (var load = Load.strict((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
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
    var tally = strict(100);
    assertThat(tally.requests()).isEqualTo(requests.get());
    assertThat(tally.failed()).isZero();
  }

  @Test
  void aKeptConnectionFoundClosedIsAFailureWithoutARetry() {
    serve(
        socket -> {
          read(socket);
          write(socket, SIGNED + "\r\nhi");
          // Returns when the next request has come, and closes instead of answering.
          read(socket);
        });
    var tally = strict(200);
    assertThat(tally.requests()).isEqualTo(requests.get());
    assertThat(tally.kinds()).containsOnlyKeys("keep:idle_close");
  }

  @Test
  void anAnnouncedCloseIsNoFailure() {
    serve(
        socket -> {
          read(socket);
          write(socket, SIGNED + "Connection: close\r\n\r\nhi");
        });
    var tally = strict(200);
    assertThat(tally.requests()).isEqualTo(requests.get());
    assertThat(tally.failed()).isZero();
  }

  @Test
  void whileNobodyListensEveryRequestFails() throws IOException {
    listener.close();
    try (var load = Load.strict((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
      await().until(() -> load.tally().requests() >= 50);
      var tally = load.stop();
      assertThat(tally.failed()).isEqualTo(tally.requests());
      assertThat(tally.kinds()).containsOnlyKeys("conn:refused", "keep:refused");
    }
  }

  /** The loop is open: requests keep starting while nothing is answered. */
  @Test
  void aStalledServerDoesNotDelayTheSchedule() {
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
    try (var load = Load.strict((InetSocketAddress) listener.getLocalSocketAddress(), RATE)) {
      await().atMost(Duration.ofSeconds(4)).until(() -> requests.get() >= 2 * RATE / 4);
      assertThat(load.tally().requests()).isZero();
      open.countDown();
      var tally = load.stop();
      assertThat(tally.failed()).isZero();
      // The first one waited for as long as it took to start all the others.
      assertThat(tally.longest()).isGreaterThan(0.4);
    }
  }

  @Test
  void figuresAreOfWhatTheyShouldBe() {
    var tally = new Tally();
    tally.end(new Sample(0, 1_000_000, 0, "web1", ""));
    tally.end(new Sample(1_000_000_000L, 600_000_000, 0, "web1", ""));
    tally.end(new Sample(3_000_000_000L, 5_000_000, 0, "", "conn:eof"));
    tally.end(new Sample(9_000_000_000L, 2_000_000, 0, "web1", ""));
    assertThat(tally.failed()).isEqualTo(1);
    assertThat(tally.slow()).isEqualTo(1);
    assertThat(tally.span()).isEqualTo(2);
    assertThat(tally.longest()).isEqualTo(0.6);
    assertThat(tally.quantile(0.5)).isEqualTo(0.002);
    assertThat(tally.kinds()).containsEntry("conn:eof", 1).hasSize(1);
  }
}

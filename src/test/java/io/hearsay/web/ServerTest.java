package io.hearsay.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop's server, tested byte by byte where a client library would hide what happens. */
class ServerTest {
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Shop("web1"));
  }

  @AfterEach
  void stop() {
    server.stop(Duration.ofSeconds(5));
  }

  @Test
  void saysWhichNodeAnswered() throws IOException {
    assertThat(talk("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("X-Backend: web1\r\n", "Connection: close\r\n")
        .contains("\"name\":\"web1\",\"address\":\"127.0.0.1:" + server.port() + "\"");
  }

  @Test
  void anyNodeContinuesTheSessionOfAnother() throws IOException {
    assertThat(get("/", "Cookie: other=1; shop=0123abcd.41"))
        .contains("Set-Cookie: shop=0123abcd.42;", "\"session\":\"0123abcd\",\"views\":42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop=", "shop=0123abcd.", "shop=\"},{\".1", "shop=0123abcd.99999999999"})
  void aForgedSessionBeginsANewOne(String cookie) throws IOException {
    assertThat(get("/", "Cookie: " + cookie)).contains("\"views\":1,");
  }

  @Test
  void answersTheHealthCheckOfHaproxy() throws IOException {
    assertThat(talk("OPTIONS / HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Allow: GET, HEAD, OPTIONS", "Connection: close");
  }

  @Test
  void headHasNoBody() throws IOException {
    var answer = talk("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(answer).contains("Content-Length: ").endsWith("\r\n\r\n");
  }

  @Test
  void requestsInOnePacketAreAnsweredInOrder() throws IOException {
    var answers =
        talk(
            "POST /health HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
                + "POST /health HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                + "GET /nowhere HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(answers)
        .containsSubsequence("200 OK", "keep-alive", "200 OK", "keep-alive", "404 Not Found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rubbish\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        "GET /delay?ms=soon HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /delay?ms=%zz HTTP/1.1\r\nConnection: close\r\n\r\n",
      })
  void anInvalidRequestIsRefused(String bytes) throws IOException {
    assertThat(talk(bytes)).startsWith("HTTP/1.1 400 ").contains("Connection: close");
  }

  @Test
  void endlessLinesAndBodiesAreRefused() throws IOException {
    assertThat(talk("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n")).contains(" 431 ");
    assertThat(talk("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")).contains(" 413 ");
  }

  @Test
  void canBeMadeUnhealthy() throws IOException {
    get("/health?ok=0", "X-Nothing: here", "POST");
    assertThat(get("/health", "Accept: */*")).contains(" 503 Service Unavailable");
    get("/health?ok=1", "X-Nothing: here", "POST");
    assertThat(get("/health", "Accept: */*")).contains(" 200 OK");
  }

  @Test
  void aSlowAnswerTricklesIn() throws IOException {
    assertThat(get("/slow?ms=50", "Accept: */*"))
        .contains("Transfer-Encoding: chunked", "1 of 10", "10 of 10")
        .endsWith("0\r\n\r\n");
  }

  @Test
  void stoppingFinishesWhatIsUnderWayAndClosesWhatIsIdle() throws IOException {
    try (var idle = connect();
        var busy = connect()) {
      send(idle, "GET /health HTTP/1.1\r\n\r\n");
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      send(busy, "GET /slow?ms=500 HTTP/1.1\r\n\r\n");
      assertThat(busy.getInputStream().read()).isEqualTo('H');

      assertThat(server.stop(Duration.ofSeconds(5))).isZero();

      assertThat(rest(idle)).contains("fine").endsWith("fine\n");
      assertThat(rest(busy)).contains("10 of 10").endsWith("0\r\n\r\n");
    }
  }

  @Test
  void stoppingAnswersAConnectionThatWasAcceptedButHasNotAskedYet() throws Exception {
    try (var late = connect()) {
      // A first answer on another connection proves that the earlier one was accepted.
      get("/health", "Accept: */*");
      var stopped = CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(5)));
      await().until(this::isClosed);
      send(late, "GET /delay?ms=10 HTTP/1.1\r\n\r\n");
      assertThat(rest(late)).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
      assertThat(stopped.get(5, TimeUnit.SECONDS)).isZero();
    }
  }

  /** Whether it accepts no more connections. */
  private boolean isClosed() throws IOException {
    try {
      connect().close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  @Test
  void stoppingGivesUpAfterItsLimitAndSaysHowManyItCut() throws IOException {
    try (var busy = connect()) {
      send(busy, "GET /slow?ms=3000 HTTP/1.1\r\n\r\n");
      assertThat(busy.getInputStream().read()).isEqualTo('H');
      assertThat(server.stop(Duration.ofMillis(50))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
  void theWebSocketSendsBackWhatItGets(int size) throws Exception {
    var echo = new Echo();
    try (var client = HttpClient.newHttpClient()) {
      var webSocket = open(client, echo);
      webSocket.sendText("x".repeat(size), true).get(5, TimeUnit.SECONDS);
      assertThat(echo.text.get(5, TimeUnit.SECONDS)).isEqualTo("x".repeat(size));
      webSocket.sendPing(ByteBuffer.wrap("hi".getBytes(US_ASCII))).get(5, TimeUnit.SECONDS);
      assertThat(echo.pong.get(5, TimeUnit.SECONDS)).isEqualTo("hi");
      webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(5, TimeUnit.SECONDS);
      assertThat(echo.closed.get(5, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    }
  }

  @Test
  void stoppingTellsWebSocketsToGoAway() throws Exception {
    var echo = new Echo();
    try (var client = HttpClient.newHttpClient()) {
      open(client, echo);
      assertThat(server.stop(Duration.ofSeconds(5))).isZero();
      assertThat(echo.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
    }
  }

  private WebSocket open(HttpClient client, Echo echo) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), echo)
        .get(5, TimeUnit.SECONDS);
  }

  private String get(String path, String header) throws IOException {
    return get(path, header, "GET");
  }

  private String get(String path, String header, String method) throws IOException {
    return talk(method + " " + path + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n");
  }

  private String talk(String bytes) throws IOException {
    try (var socket = connect()) {
      send(socket, bytes);
      return rest(socket);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(5000);
    return socket;
  }

  private static void send(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(US_ASCII));
  }

  /** Everything that comes until the server closes the connection. */
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server did not close the connection", e);
    }
  }

  /** Collects what the server sends. */
  private static final class Echo implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        text.complete(parts.toString());
      }
      return WebSocket.Listener.super.onText(webSocket, data, last);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
      pong.complete(US_ASCII.decode(message).toString());
      return WebSocket.Listener.super.onPong(webSocket, message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      closed.complete(statusCode);
      return WebSocket.Listener.super.onClose(webSocket, statusCode, reason);
    }
  }
}

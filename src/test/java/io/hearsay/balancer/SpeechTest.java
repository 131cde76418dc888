package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.SpeechOption.Http;
import io.hearsay.balancer.model.SpeechOption.ProxyProtocol;
import io.hearsay.balancer.model.SpeechOption.Tls;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.testkit.TcpServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocols spoken to servers, with real HAProxies and real servers that come and go meanwhile:
 * from one to ten and down to two, without a reload and without a failed request. In place of gRPC,
 * the tests use what it requires of a balancer: HTTP/2 to the server, in clear text, with trailers.
 */
class SpeechTest {
  private static final int MOST = 10;
  private static final int LEFT = 2;

  /**
   * A check must connect within the interval, TLS handshake included, and all ten servers are in
   * this process, whose first handshakes may take longer than the usual 300 ms on a busy machine.
   */
  private static final ServiceOptions UNHURRIED =
      ServiceOptions.DEFAULT.with(ServiceOption.INTERVAL, Duration.ofSeconds(5));

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir).undamped();
  }

  @AfterEach
  void stop() throws Exception {
    test.close();
    for (var closeable : open) {
      closeable.close();
    }
    done(vertx.close());
  }

  static List<String> haproxies() {
    return HaproxyBinaries.all();
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /** All on one thread: otherwise an answer's body would be gone before it is asked for. */
  private <T> Future<T> onContext(Supplier<Future<T>> steps) {
    var result = Promise.<T>promise();
    vertx.runOnContext(v -> steps.get().onComplete(result));
    return result.future();
  }

  /** Starts a server that answers with its name, and returns its port. */
  private interface Maker {
    int serve(String name) throws Exception;
  }

  /**
   * Scales a service under continuous requests and checks that none of them notices.
   *
   * @param request returns the name of the server that answered, and throws if anything is wrong
   */
  private void scales(Maker maker, Callable<String> request) throws Exception {
    var members = new ArrayList<Member>();
    for (int i = 0; i < MOST; i++) {
      members.add(Views.web("web" + i, maker.serve("web" + i), MemberStatus.ALIVE, Map.of()));
    }
    test.start().apply(Views.of(members.getFirst()));
    await().ignoreExceptions().until(() -> request.call().equals("web0"));

    try (var load = new Load(request)) {
      test.apply(Views.of(members.toArray(Member[]::new)));
      load.awaitAnswersOf(MOST);
      test.apply(Views.of(members.get(3), members.get(7)));
      load.awaitAnswersOf(LEFT);
      assertThat(load.failures).isEmpty();
    }
    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    assertThat(test.balancer.status().runtimeChanges()).isGreaterThanOrEqualTo(MOST - 1);
  }

  /** A server that refuses everything but HTTP/2. */
  private int http2(String name, HttpServerOptions options) throws Exception {
    var server =
        vertx
            .createHttpServer(options.setHost("127.0.0.1").setPort(0))
            .requestHandler(
                request -> {
                  if (request.version() != HttpVersion.HTTP_2) {
                    request.response().setStatusCode(505).end();
                    return;
                  }
                  request
                      .body()
                      .onSuccess(
                          body ->
                              request
                                  .response()
                                  .putHeader("content-type", "application/grpc")
                                  .putHeader("trailer", "grpc-status")
                                  .putTrailer("grpc-status", "0")
                                  .end(Buffer.buffer(name).appendBuffer(body)));
                });
    return done(server.listen()).actualPort();
  }

  /** A call as gRPC makes it: one message in each direction, and the status in the trailers. */
  private Callable<String> call() {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(test.port));
    return () ->
        done(
            onContext(
                () ->
                    client
                        .request(HttpMethod.POST, "/service/call")
                        .compose(
                            request ->
                                request
                                    .putHeader("content-type", "application/grpc")
                                    .putHeader("te", "trailers")
                                    .send(Buffer.buffer("!")))
                        .compose(
                            answer ->
                                answer
                                    .body()
                                    .map(
                                        body -> {
                                          assertThat(answer.statusCode()).isEqualTo(200);
                                          assertThat(answer.getTrailer("grpc-status"))
                                              .isEqualTo("0");
                                          assertThat(body.toString()).endsWith("!");
                                          return body.toString().replace("!", "");
                                        }))));
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void grpcIsHttp2ToTheServer(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    test.service("web", UNHURRIED.with(ServiceOption.PROTOCOL, Http.H2));

    scales(name -> http2(name, new HttpServerOptions()), call());
  }

  @Test
  void aMemberMayChooseItsProtocol() throws Exception {
    var made = TestCertificate.of("inside.example");
    int secret =
        http2(
            "secret",
            new HttpServerOptions().setSsl(true).setUseAlpn(true).setKeyCertOptions(pem(made)));
    int plain = http2("plain", new HttpServerOptions());
    test.start()
        .apply(
            Views.of(
                Views.web("a", secret, MemberStatus.ALIVE, Map.of("proto", "h2", "tls", "on")),
                Views.web("b", plain, MemberStatus.ALIVE, Map.of("proto", "h2"))));
    var request = call();
    var names = new HashSet<String>();

    await().ignoreExceptions().until(() -> names.add(request.call()) | names.size() == 2);
    await().ignoreExceptions().until(() -> !names.add(request.call()) && names.size() == 2);
    assertThat(names).containsExactlyInAnyOrder("secret", "plain");

    // An unknown protocol keeps the member out and does not reach the configuration.
    test.apply(
        Views.of(
            Views.web("a", secret, MemberStatus.ALIVE, Map.of("proto", "h2 ssl", "tls", "on")),
            Views.web("b", plain, MemberStatus.ALIVE, Map.of("proto", "h2"))));
    assertThat(test.balancer.status().leftOut()).hasSize(1);
    assertThat(test.file()).contains(" proto h2").doesNotContain(" ssl ", "alpn");
  }

  private static PemKeyCertOptions pem(TestCertificate made) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(made.chain()))
        .setKeyValue(Buffer.buffer(made.key()));
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void bothSidesShowTheirCertificates(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    var servers = TestCertificate.of("inside.example");
    var client = TestCertificate.of("balancer.example");
    var ca = Files.writeString(dir.resolve("ca.pem"), servers.chain());
    var file = dir.resolve("client.pem");
    client.writeTo(file);
    test.service(
        "web",
        UNHURRIED
            .with(ServiceOption.PROTOCOL, Http.H2)
            .with(ServiceOption.TLS, Tls.VERIFY)
            .with(ServiceOption.TLS_CA, ca)
            .with(ServiceOption.TLS_NAME, "inside.example")
            .with(ServiceOption.TLS_CERTIFICATE, file));

    scales(
        name ->
            http2(
                name,
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setSni(true)
                    .setKeyCertOptions(pem(servers))
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(
                        new PemTrustOptions().addCertValue(Buffer.buffer(client.chain())))),
        call());
  }

  @Test
  void aServerWithAnotherIdentityGetsNoRequests() throws Exception {
    var ca = Files.writeString(dir.resolve("ca.pem"), TestCertificate.of("x.example").chain());
    test.service(
        "web",
        UNHURRIED
            .with(ServiceOption.CHECK, new Check.None())
            .with(ServiceOption.TLS, Tls.VERIFY)
            .with(ServiceOption.TLS_CA, ca));
    int port =
        http2(
            "web",
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(pem(TestCertificate.of("x.example"))));
    test.start().apply(Views.of(Views.web("web1", port)));

    assertThat(test.get().statusCode()).isEqualTo(503);
  }

  @Test
  void aWebsocketLivesOnWhenItsServerLeaves() throws Exception {
    test.service("web", UNHURRIED.with(ServiceOption.TIMEOUT_TUNNEL, Duration.ofMinutes(5)));
    Maker echo =
        name ->
            done(vertx
                    .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                    .requestHandler(
                        request -> {
                          if (request.getHeader("upgrade") == null) {
                            boolean check = request.method() == HttpMethod.HEAD;
                            request.response().setStatusCode(check ? 200 : 426).end();
                          } else {
                            request
                                .toWebSocket()
                                .onSuccess(
                                    socket ->
                                        socket.textMessageHandler(
                                            text -> socket.writeTextMessage(name)));
                          }
                        })
                    .listen())
                .actualPort();
    var client = vertx.createWebSocketClient();
    var address = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(test.port);
    var lasting = new ConcurrentHashMap<String, LastingSocket>();
    scales(
        echo,
        () -> {
          var socket = new LastingSocket(done(client.connect(address)));
          var name = socket.ask();
          if (lasting.putIfAbsent(name, socket) != null) {
            done(socket.socket().close());
          }
          return name;
        });

    // Eight of their servers are gone by now.
    assertThat(lasting).hasSize(MOST);
    for (var entry : lasting.entrySet()) {
      assertThat(entry.getValue().ask()).isEqualTo(entry.getKey());
    }
    assertThat(test.file()).contains("timeout tunnel 300000ms");
  }

  private record LastingSocket(io.vertx.core.http.WebSocket socket) {
    String ask() throws Exception {
      var answer = Promise.<String>promise();
      socket.textMessageHandler(answer::tryComplete);
      socket.closeHandler(v -> answer.tryFail("closed"));
      socket.writeTextMessage("?");
      return done(answer.future());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ProxyProtocol.class,
      names = {"V1", "V2"})
  void serversLearnTheClientsAddress(ProxyProtocol version) throws Exception {
    test.with(s -> s.with(FrontOption.PROXY_FROM, List.of("127.0.0.0/8")));
    test.service(
        "web",
        UNHURRIED
            .with(ServiceOption.PROXY_PROTOCOL, version)
            .with(ServiceOption.CHECK, new Check.Tcp()));

    scales(
        name ->
            accept(
                client -> {
                  var in = client.getInputStream();
                  var from = version == ProxyProtocol.V1 ? textHeader(in) : binaryHeader(in);
                  // HAProxy's own checks carry no client's address.
                  if (readLine(in).startsWith("GET")) {
                    while (!readLine(in).isEmpty()) {}
                    var body = name + " " + from;
                    write(
                        client,
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
                  }
                }),
        () -> {
          try (var socket = connect(test.port)) {
            write(
                socket,
                "PROXY TCP4 192.0.2.7 192.0.2.1 1234 80\r\n"
                    + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(body).endsWith(" 192.0.2.7");
            return body.split(" ")[0];
          }
        });
  }

  @Test
  void aServiceOverTcpIsScaledAsWell() throws Exception {
    int port = TestBalancer.freePort();
    test.service("web", Services.tcp("127.0.0.1:" + port, new Check.Tcp()));

    scales(
        name ->
            accept(
                client -> {
                  readLine(client.getInputStream());
                  write(client, name + "\n");
                }),
        () -> {
          try (var socket = connect(port)) {
            write(socket, "name?\n");
            var name = readLine(socket.getInputStream());
            assertThat(name).isNotEmpty();
            return name;
          }
        });
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void aServerThatJoinsHasACookieWithoutAReload(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    test.service("web", UNHURRIED.with(ServiceOption.STICKY, true));
    var members = new ArrayList<Member>();
    for (int i = 0; i < 3; i++) {
      members.add(Views.web("web" + i, test.web("web" + i)));
    }
    test.start().apply(Views.of(members.get(0)));
    test.apply(Views.of(members.toArray(Member[]::new)));
    assertThat(test.balancer.status().reloads()).isEqualTo(1);

    var cookies = new ConcurrentHashMap<String, String>();
    await()
        .until(
            () -> {
              var answer = test.get();
              answer
                  .headers()
                  .firstValue("Set-Cookie")
                  .ifPresent(c -> cookies.put(answer.body(), c.replaceFirst(";.*", "")));
              return cookies.size() == 3;
            });
    stays(cookies);

    // A reload derives the same cookies from the same addresses.
    test.balancer.reload("to see that cookies last");
    test.awaitStatus(s -> s.reloads() == 2);
    stays(cookies);

    // At another address it is another server.
    var moved = Views.web("web1", test.web("moved"));
    test.apply(Views.of(members.get(0), moved, members.get(2)));
    assertThat(test.balancer.status().reloads()).isEqualTo(2);
    var renewed = new HashSet<String>();
    await()
        .until(
            () -> {
              var answer = test.get();
              answer.headers().firstValue("Set-Cookie").ifPresent(renewed::add);
              return answer.body().equals("moved");
            });
    assertThat(renewed).noneMatch(c -> c.startsWith(cookies.get("web1") + ";"));
  }

  private void stays(Map<String, String> cookies) {
    cookies.forEach(
        (name, cookie) -> {
          for (int i = 0; i < 4; i++) {
            assertThat(test.get(test.port, "/", Map.of("Cookie", cookie)).body()).isEqualTo(name);
          }
        });
  }

  private int accept(TcpServer.Conversation conversation) throws IOException {
    var server = TcpServer.start(conversation);
    open.add(server);
    return server.port();
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
    socket.setSoTimeout(5000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().trim();
  }

  /** {@code PROXY TCP4 FROM TO PORT PORT}. */
  private static String textHeader(InputStream in) throws IOException {
    var words = readLine(in).split(" ");
    return words.length > 2 ? words[2] : "";
  }

  /** A signature of twelve bytes, version, family, length, then the addresses. */
  private static String binaryHeader(InputStream in) throws IOException {
    var head = in.readNBytes(16);
    if (head.length < 16 || head[12] >> 4 != 2) {
      return "";
    }
    var rest = in.readNBytes((head[14] & 0xff) << 8 | head[15] & 0xff);
    return rest.length < 12
        ? ""
        : "%d.%d.%d.%d".formatted(rest[0] & 0xff, rest[1] & 0xff, rest[2] & 0xff, rest[3] & 0xff);
  }

  /** Requests without end, one after another. */
  private static final class Load implements AutoCloseable {
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    Load(Callable<String> request) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!closed.get()) {
                      try {
                        names.add(request.call());
                      } catch (Exception | AssertionError e) {
                        failures.add(e.toString());
                      }
                    }
                  });
    }

    /** Waits until exactly that many servers have answered since the call. */
    void awaitAnswersOf(int count) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                if (names.size() == count) {
                  return true;
                }
                if (names.size() > count) {
                  names.clear();
                }
                return false;
              });
    }

    @Override
    public void close() throws InterruptedException {
      closed.set(true);
      thread.join();
    }
  }
}

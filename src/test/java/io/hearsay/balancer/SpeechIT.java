package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Cluster;
import io.hearsay.testkit.BalancerCommand;
import io.hearsay.testkit.FreePort;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Metrics;
import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import io.hearsay.testkit.TestMember;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocols spoken to servers that come and go: from one to ten and down to two, without a
 * reload and without a failed request, with jar and binary and each HAProxy.
 */
@ParameterizedClass
@MethodSource("subjects")
class SpeechIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST = 10;
  private static final int LEFT = 2;
  private static final int FRONTEND = 8080;
  private static final int FIRST_MEMBER = 17946;

  private final Subject subject;
  private final String haproxy;
  private final String ip;
  private final SpeechServers servers;
  private final Started started = new Started();
  private final List<Cluster> members = new ArrayList<>();
  @TempDir Path dir;

  SpeechIT(Subject subject, String haproxy) {
    this.subject = subject;
    this.haproxy = haproxy;
    this.ip =
        "127.75.%d.%d"
            .formatted(
                subject.name().equals("jar") ? 1 : 2,
                haproxy.equals(HaproxyBinaries.SYSTEM) ? 1 : 2);
    this.servers = new SpeechServers(ip);
  }

  static Stream<Arguments> subjects() {
    return Subject.all().stream()
        .flatMap(
            subject -> HaproxyBinaries.stream().map(haproxy -> Arguments.of(subject, haproxy)));
  }

  @AfterEach
  void stop() throws Exception {
    members.forEach(m -> m.leave().toCompletableFuture().join());
    started.close();
    servers.close();
  }

  /** Starts a server that answers with its name, and returns its port. */
  private interface Maker {
    int serve(String name) throws Exception;
  }

  /**
   * Scales the service {@code web} under continuous requests and checks that none of them notices.
   *
   * @param settings of the balancer
   * @param request returns the name of the server that answered, and throws if anything is wrong
   */
  private void scales(String settings, Maker maker, Callable<String> request) throws Exception {
    started.start(
        new BalancerCommand(subject, "lb", ip)
            .words(
                dir,
                settings,
                "--haproxy",
                haproxy,
                "--haproxy-config",
                dir.resolve("haproxy.cfg").toString()),
        dir);
    await().atMost(LIMIT).ignoreExceptions().until(() -> reloads() >= 0);
    join(maker, 0);
    await().atMost(LIMIT).ignoreExceptions().until(() -> request.call().equals("web0"));
    // HAProxy answers a moment before the balancer counts its start.
    await().atMost(LIMIT).until(() -> reloads() >= 1);
    double reloads = reloads();

    try (var load = new Load(request)) {
      for (int i = 1; i < MOST; i++) {
        join(maker, i);
      }
      load.awaitAnswersOf(MOST);
      while (members.size() > LEFT) {
        members.removeFirst().leave().toCompletableFuture().join();
      }
      load.awaitAnswersOf(LEFT);
      assertThat(load.failures).isEmpty();
      System.out.printf(
          "%s, %s: 1 to %d to %d servers, %d requests, 0 failed%n",
          subject.name(), haproxy, MOST, LEFT, load.good.get());
    }
    assertThat(reloads()).as(started.log()).isEqualTo(reloads);
  }

  private void join(Maker maker, int number) throws Exception {
    var name = "web" + number;
    members.add(
        TestMember.join(
            servers.vertx(),
            name,
            new InetSocketAddress(ip, FIRST_MEMBER + number),
            ip + ":7946",
            Map.of("service", "web", "port", Integer.toString(maker.serve(name)))));
  }

  private double reloads() throws IOException {
    var address = "http://" + ip + ":7374/q/metrics";
    var text = new Http(Duration.ofSeconds(10)).body("GET", address, "", "Accept", "text/plain");
    return new Metrics(text).sum("hearsay_proxy_reloads_total");
  }

  @Test
  void grpcIsHttp2ToTheServer() throws Exception {
    scales(
        "hearsay.service.web.protocol=h2",
        name -> servers.http2(name, new HttpServerOptions()),
        servers.call(FRONTEND));
  }

  @Test
  void bothSidesShowTheirCertificates() throws Exception {
    var serving = TestCertificate.of("inside.example");
    var client = TestCertificate.of("balancer.example");
    var ca = Files.writeString(dir.resolve("ca.pem"), serving.chain());
    var file = dir.resolve("client.pem");
    client.writeTo(file);
    scales(
        """
        hearsay.service.web.protocol=h2
        hearsay.service.web.tls=verify
        hearsay.service.web.tls-ca=%s
        hearsay.service.web.tls-name=inside.example
        hearsay.service.web.tls-certificate=%s
        """
            .formatted(ca, file),
        name ->
            servers.http2(
                name,
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setSni(true)
                    .setKeyCertOptions(SpeechServers.pem(serving))
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(
                        new PemTrustOptions().addCertValue(Buffer.buffer(client.chain())))),
        servers.call(FRONTEND));
  }

  @Test
  void aWebsocketLivesOnWhenItsServerLeaves() throws Exception {
    Maker echo =
        name ->
            SpeechServers.done(
                    servers
                        .vertx()
                        .createHttpServer(new HttpServerOptions().setHost(ip).setPort(0))
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
    var client = servers.vertx().createWebSocketClient();
    var address = new WebSocketConnectOptions().setHost(ip).setPort(FRONTEND);
    var lasting = new ConcurrentHashMap<String, LastingSocket>();
    scales(
        "hearsay.service.web.timeout-tunnel=5m",
        echo,
        () -> {
          var socket = new LastingSocket(SpeechServers.done(client.connect(address)));
          var name = socket.ask();
          if (lasting.putIfAbsent(name, socket) != null) {
            SpeechServers.done(socket.socket().close());
          }
          return name;
        });

    // Eight of their servers are gone by now.
    assertThat(lasting).hasSize(MOST);
    for (var entry : lasting.entrySet()) {
      assertThat(entry.getValue().ask()).isEqualTo(entry.getKey());
    }
  }

  private record LastingSocket(io.vertx.core.http.WebSocket socket) {
    String ask() throws Exception {
      var answer = Promise.<String>promise();
      socket.textMessageHandler(answer::tryComplete);
      socket.closeHandler(v -> answer.tryFail("closed"));
      socket.writeTextMessage("?");
      return SpeechServers.done(answer.future());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void serversLearnTheClientsAddress(String version) throws Exception {
    scales(
        """
        hearsay.balancer.proxy-from=127.0.0.0/8
        hearsay.service.web.check=tcp
        hearsay.service.web.proxy-protocol=%s
        """
            .formatted(version),
        name ->
            servers.accept(
                client -> {
                  var in = client.getInputStream();
                  var from = version.equals("v1") ? textHeader(in) : binaryHeader(in);
                  // HAProxy's own checks carry no client's address.
                  if (SpeechServers.readLine(in).startsWith("GET")) {
                    while (!SpeechServers.readLine(in).isEmpty()) {}
                    var body = name + " " + from;
                    SpeechServers.write(
                        client,
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
                  }
                }),
        () -> {
          try (var socket = servers.connect(FRONTEND)) {
            SpeechServers.write(
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
    int port = FreePort.any();

    scales(
        """
        hearsay.service.web.mode=tcp
        hearsay.service.web.bind=%s:%d
        """
            .formatted(ip, port),
        name ->
            servers.accept(
                client -> {
                  SpeechServers.readLine(client.getInputStream());
                  SpeechServers.write(client, name + "\n");
                }),
        () -> {
          try (var socket = servers.connect(port)) {
            SpeechServers.write(socket, "name?\n");
            var name = SpeechServers.readLine(socket.getInputStream());
            assertThat(name).isNotEmpty();
            return name;
          }
        });
  }

  /** {@code PROXY TCP4 FROM TO PORT PORT}. */
  private static String textHeader(InputStream in) throws IOException {
    var words = SpeechServers.readLine(in).split(" ");
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
    private final AtomicInteger good = new AtomicInteger();
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
                        good.incrementAndGet();
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

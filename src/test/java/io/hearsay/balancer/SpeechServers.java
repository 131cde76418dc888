package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.TcpServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Servers of the protocols that HAProxy speaks to servers, each of which answers with its name. In
 * place of gRPC they speak what it requires of a balancer: HTTP/2, in clear text, with trailers.
 */
final class SpeechServers implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final Vertx vertx = Vertx.vertx();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final String ip;

  /** Servers on this address. */
  SpeechServers(String ip) {
    this.ip = ip;
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() throws Exception {
    for (var closeable : open) {
      closeable.close();
    }
    done(vertx.close());
  }

  static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  /** All on one thread: otherwise an answer's body would be gone before it is asked for. */
  private <T> Future<T> onContext(Supplier<Future<T>> steps) {
    var result = Promise.<T>promise();
    vertx.runOnContext(v -> steps.get().onComplete(result));
    return result.future();
  }

  /** A server that refuses everything but HTTP/2. */
  int http2(String name, HttpServerOptions options) throws Exception {
    var server =
        vertx
            .createHttpServer(options.setHost(ip).setPort(0))
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
  Callable<String> call(int port) {
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost(ip)
                .setDefaultPort(port));
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

  static PemKeyCertOptions pem(TestCertificate made) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(made.chain()))
        .setKeyValue(Buffer.buffer(made.key()));
  }

  int accept(TcpServer.Conversation conversation) throws IOException {
    var server =
        TcpServer.start(new ServerSocket(0, BACKLOG, InetAddress.getByName(ip)), conversation);
    open.add(server);
    return server.port();
  }

  Socket connect(int port) throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(ip, port), 5000);
    socket.setSoTimeout(5000);
    return socket;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  static String readLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().trim();
  }
}

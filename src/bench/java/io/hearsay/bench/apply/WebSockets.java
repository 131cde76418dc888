package io.hearsay.bench.apply;

import io.hearsay.testkit.Agent.Pipeline;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Row 7: long-lived connections must not keep old processes alive, since there should be none. */
final class WebSockets implements Row {
  private static final Duration GAP = Duration.ofMillis(200);

  /** What a bare HAProxy takes depends on its build; ours may take this multiple of it. */
  private static final double MOST = 1.25;

  private static final int ANSWER_LIMIT = 5000;

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    int changes = Math.max(2, settings.changes() / 2);
    Await.holds(Schedule.LIMIT, () -> stage.haproxies().count() == 1);
    double before = stage.haproxies().pss();
    long changed = stage.balancer().pipeline().runtimeChanges();
    double anonymous = stage.haproxies().anonymous();
    var open = new ArrayList<Socket>();
    try {
      for (int i = 0; i < changes; i++) {
        open.add(open(stage.site()));
        stage.node(4).agent().set("role", i % 2 == 0 ? "backend" : "spare");
        Await.pause(GAP);
      }
      stage.awaitPipeline("not all was applied", Pipeline::inStep, Schedule.LIMIT);
      results.exactly(
          changes + " changes, a websocket before each: processes",
          stage.haproxies().count(),
          1,
          "51");
      results.atLeast(
          "  runtime changes", stage.balancer().pipeline().runtimeChanges() - changed, changes);
      double pss = stage.haproxies().pss();
      double bare = stage.barePss();
      results.atMost("  PSS of all, as a multiple of a bare HAProxy's", pss / bare, MOST);
      results.info("  PSS of all, MiB (211 with old processes)", pss);
      results.info("  PSS before, MiB", before);
      results.info("  PSS of a bare HAProxy of the same build, MiB", bare);
      // A HAProxy unpacked from an archive shares its libraries with no other process.
      results.info("  without program and libraries, MiB", stage.haproxies().anonymous());
      results.info("  the same before, MiB", anonymous);
      results.info(
          "  websockets that still echo", open.stream().filter(WebSockets::echoes).count());
    } catch (IOException e) {
      throw new Failure("a websocket cannot be opened: " + e, e);
    } finally {
      close(open);
    }
    stage.node(4).agent().set("role", "spare");
    stage.awaitRotation();
  }

  private static Socket open(InetSocketAddress site) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout(ANSWER_LIMIT);
    socket.connect(site, ANSWER_LIMIT);
    socket
        .getOutputStream()
        .write(
            """
            GET /ws HTTP/1.1\r
            Host: shop\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """
                .getBytes(StandardCharsets.US_ASCII));
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        throw new IOException("closed after \"" + head + "\"");
      }
      head.append((char) c);
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException(
          head.toString().lines().findFirst().orElse("").toLowerCase(Locale.ROOT));
    }
    return socket;
  }

  /** An empty ping, masked with zeroes, comes back as a pong. */
  private static boolean echoes(Socket socket) {
    try {
      socket.getOutputStream().write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
      return socket.getInputStream().read() == 0x8a && socket.getInputStream().read() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(List<Socket> open) {
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }
}

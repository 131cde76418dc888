package io.hearsay.bench.apply;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Row 11: a new container whose application listens already: from the start of its sidecar to the
 * first answer of its application through HAProxy.
 */
final class Newcomer implements Row {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int FIRST = 11;
  private static final int TIMES = 10;
  private static final double TARGET = 0.3;

  @Override
  public void measure(Stage stage, Settings settings, Results results) {
    var times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      times[i] = once(stage, Host.web(FIRST + i));
    }
    java.util.Arrays.sort(times);
    results.atMost(
        "new sidecar's start to its app's first answer, s",
        (times[(TIMES - 1) / 2] + times[TIMES / 2]) / 2,
        TARGET,
        "Serf, s6: 1.14");
    results.info("  shortest", Results.text(times[0]));
    results.info("  longest", Results.text(times[TIMES - 1]));
  }

  private static double once(Stage stage, Host host) {
    var server = stage.startServer(host, Stage.PORT);
    Stage.awaitServer(host, Stage.PORT);
    long begun = System.nanoTime();
    var node = stage.startAgent(host, server);
    if (!Await.holds(LIMIT, () -> answers(stage, host))) {
      throw new Failure(host.name() + " does not answer through HAProxy");
    }
    double took = Await.seconds(begun);
    stage.forget(node);
    node.sidecar().terminate();
    node.sidecar().ends(LIMIT);
    server.kill();
    stage.awaitRotation();
    return took;
  }

  /** Whether it is the one that answers; HAProxy asks all in turn. */
  private static boolean answers(Stage stage, Host host) {
    try (var socket = new Socket()) {
      socket.connect(stage.site(), 1000);
      socket.setSoTimeout(1000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      var answer =
          new String(socket.getInputStream().readNBytes(8192), StandardCharsets.ISO_8859_1);
      // HAProxy writes the names of headers in small letters.
      return answer.contains("x-backend: " + host.name() + "\r\n");
    } catch (IOException e) {
      return false;
    }
  }
}

package io.hearsay.bench.apply;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Row 8: a server is dead but listed, HAProxy knows it, and then HAProxy is replaced. It is one
 * more than usual, whose agent does not look after it: else it would be out of the list at once.
 */
final class DeadServer implements Row {
  private static final int VICTIM = 5;
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration AFTER = Duration.ofSeconds(4);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public void measure(Stage stage, Settings settings, Results results) {
    var victim = stage.startWeb(Host.web(VICTIM), "--check", "none");
    stage.awaitRotation();
    victim.web().kill();
    var each = new ArrayList<Outcome>();
    int forgotten = 0;
    for (int run = 0; run < settings.runs(); run++) {
      Await.until("HAProxy takes it for dead", LIMIT, () -> down(victim));
      long reloads = stage.balancer().pipeline().reloads();
      try (var load = stage.load()) {
        Await.pause(Duration.ofSeconds(1));
        stage.balancer().reload();
        stage.awaitPipeline("it has reloaded", p -> p.inStep() && p.reloads() > reloads, LIMIT);
        if (!down(victim)) {
          forgotten++;
        }
        Await.pause(AFTER);
        each.add(load.stop());
        results.say("    " + each.getLast().summary());
      }
    }
    results.exactly(
        each.size() + " reloads while a server is down: failed",
        each.stream().mapToLong(Outcome::failed).sum(),
        0,
        "132 (one reload, no state)");
    results.info("  slower than 500 ms", each.stream().mapToLong(Outcome::slow).sum() + "");
    results.exactly("  reloads after which it counts as up again", forgotten, 0, "all");
    victim.sidecar().terminate();
    stage.forget(victim);
    stage.awaitRotation();
  }

  private static boolean down(Stage.Node node) {
    return state(node.host().name()).startsWith("DOWN");
  }

  /** What HAProxy thinks of a server: the field "status" of its statistics. */
  private static String state(String server) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:1936/;csv"))
              .timeout(Duration.ofSeconds(2))
              .build();
      var lines = CLIENT.send(request, BodyHandlers.ofString()).body().lines().toList();
      int field = java.util.List.of(lines.getFirst().split(",")).indexOf("status");
      return lines.stream()
          .map(line -> line.split(",", -1))
          .filter(words -> words.length > field && words[1].equals(server))
          .map(words -> words[field])
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}

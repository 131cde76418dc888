package io.hearsay.demo;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.TreeSet;

/**
 * The interactive demo: explains itself, obeys single keys, and reports whenever the rotation
 * changes.
 */
final class Keys {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Stage stage;
  private final Settings settings;
  private final PrintStream out;
  private volatile boolean ended;

  Keys(Stage stage, Settings settings, PrintStream out) {
    this.stage = stage;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Starts all processes and obeys keys.
   *
   * @return true after {@code q}, false if no more keys can come: there is no terminal
   */
  boolean play(InputStream keys) throws IOException {
    stage.startBalancer();
    for (var number = 1; number <= 3; number++) {
      stage.startWeb(number);
    }
    Thread.ofPlatform().daemon().name("rotation").start(this::watch);
    welcome();
    var key = keys.read();
    for (; key >= 0 && key != 'q'; key = keys.read()) {
      try {
        obey((char) key);
      } catch (Failure e) {
        say(e.getMessage());
      }
    }
    ended = key == 'q';
    return ended;
  }

  private void obey(char key) {
    switch (key) {
      case 'a' -> add();
      case 'k' -> newest("kill -9", WebNode::kill);
      case 'l' -> newest("SIGTERM", this::leave);
      case 'b' -> {
        say("kill -9 for the balancer's sidecar, and another one starts; HAProxy goes on");
        stage.killBalancer();
        stage.startBalancer();
      }
      case '?', 'h' -> welcome();
      default -> {
        // Not a key of ours.
      }
    }
  }

  private void add() {
    var number = stage.freeNumber();
    Preflight.free(Host.web(number));
    say(Host.web(number).name() + " starts");
    var web = stage.startWeb(number);
    say(web.name() + " runs; to kill it: kill -9 " + web.shop().pid() + " " + web.sidecar().pid());
  }

  private interface Fate {
    void of(WebNode web);
  }

  private void newest(String fateName, Fate fate) {
    var webs = stage.webs();
    if (webs.isEmpty()) {
      say("no web node is left; a adds one");
      return;
    }
    var web = webs.getLast();
    say(fateName + " for " + web.name());
    stage.forget(web);
    fate.of(web);
  }

  private void leave(WebNode web) {
    web.sidecar().terminate();
    web.sidecar().ends(Stage.STOP_LIMIT);
    web.shop().terminate();
  }

  private void watch() {
    Set<String> known = new TreeSet<>();
    while (!ended) {
      // Out of step while the sidecar is starting, or was killed; it will be back.
      var pipeline = Host.balancer().agent().pipeline();
      if (pipeline.inStep() && !pipeline.servers().equals(known)) {
        known = pipeline.servers();
        say("in the rotation: " + (known.isEmpty() ? "none" : String.join(" ", known)));
      }
      Await.pause(GLANCE);
    }
  }

  private void welcome() {
    var site =
        "http://127.0.0.1" + (settings.frontendPort() == 80 ? "" : ":" + settings.frontendPort());
    var api = "http://" + Host.balancer().address() + ":" + Host.HTTP_PORT;
    out.printf(
        """

        One balancer (%s) and %d web nodes (127.0.0.11 and up), each with its own sidecar.

          the site        %s/          (curl -s %s/; the X-Backend header names the node)
          HAProxy         http://127.0.0.1:%d/
          the dashboard   %s/
          the API         %s/v1/members  /v1/proxy  /v1/proxy/config
          the logs        %s

        Try, in another terminal:
          watch the site    while curl -s %s/; do sleep 0.2; done
          add a node        sh src/demo/node.sh 8
        """,
        Host.balancer().address(),
        stage.webs().size(),
        site,
        site,
        settings.statsPort(),
        api,
        api,
        settings.directory(),
        site);
    for (var web : stage.webs()) {
      out.printf(
          "  kill %s         kill -9 %d %d%n", web.name(), web.shop().pid(), web.sidecar().pid());
    }
    out.printf(
        "%nKeys: a adds a node, k kills the newest with -9, l lets the newest leave,%n      b kills"
            + " the balancer's sidecar and starts another, ? says this again, q quits.%n%n");
    out.flush();
  }

  private void say(String text) {
    out.println(CLOCK.format(LocalTime.now(ZoneId.systemDefault())) + "  " + text);
    out.flush();
  }
}

package io.hearsay.bench.hostile;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Json;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Row 7: a balancer and a web server on two hosts with one address family, both, or two networks.
 * Everything is default except names, roles and the seed. The time is from the exec of the web
 * agent, beside a running shop, to the first answer through HAProxy.
 */
final class Networks implements Row {
  private static final double SOON = 2;
  private static final Pattern ALIVE = Pattern.compile("\"status\":\"alive\"");

  /** A pair of hosts, how the second one joins, and where clients find the first. */
  private record Pair(
      String what, List<String> first, List<String> second, String seed, List<String> pages) {}

  private static final String SIX = "http://[fd03::1]/";
  private static final String FOUR = "http://198.18.3.2/";
  private static final List<String> FIRST = List.of("198.18.3.2/25", "fd03::1/64");
  private static final List<String> SECOND = List.of("198.18.3.5/25", "fd03::2/64");

  private static final List<Pair> PAIRS =
      List.of(
          six("IPv6-only, by literal", "[fd03::1]"),
          six("IPv6-only, by name", "balancer"),
          both("dual-stack, by literal of IPv4", "198.18.3.2"),
          both("dual-stack, by literal of IPv6", "[fd03::1]"),
          both("dual-stack, by a name of both", "balancer"),
          new Pair(
              "two interfaces, by literal",
              FIRST.subList(0, 1),
              SECOND.subList(0, 1),
              "198.18.3.2",
              List.of(FOUR)));

  private static Pair six(String what, String seed) {
    return new Pair(what, FIRST.subList(1, 2), SECOND.subList(1, 2), seed, List.of(SIX));
  }

  private static Pair both(String what, String seed) {
    return new Pair(what, FIRST, SECOND, seed, List.of(FOUR, SIX));
  }

  @Override
  public void measure(Settings settings, Results.Section report) throws IOException {
    for (var pair : PAIRS) {
      try (var middle = new NetHost(settings, "s");
          var first = new NetHost(settings, "a");
          var second = new NetHost(settings, "b")) {
        var at = middle.namespace();
        Command.sh("ip -n " + at + " link add br0 type bridge; ip -n " + at + " link set br0 up");
        first.link("eth0", at, pair.first().toArray(String[]::new));
        if (pair.what().startsWith("two")) {
          // The first interface leads nowhere.
          Command.sh(
              """
              ip -n HOST link add mgmt type veth peer name other
              ip -n HOST link set other up
              ip -n HOST link set mgmt up
              ip -n HOST addr add 198.18.3.241/30 dev mgmt
              """
                  .replace("HOST", second.namespace()));
        }
        second.link("eth1", at, pair.second().toArray(String[]::new));
        var names = new ArrayList<String>();
        pair.first().forEach(a -> names.add(a.substring(0, a.indexOf('/')) + " balancer"));
        second.hosts(String.join("\n", names));
        together(settings, pair, first, second, report);
      }
    }
  }

  private static void together(
      Settings settings, Pair pair, NetHost first, NetHost second, Results.Section report)
      throws IOException {
    var directory = settings.directory().resolve("proxy-" + first.namespace());
    var config = Files.createDirectories(directory).resolve("haproxy.cfg").toString();
    var proxy = settings.haproxy();
    first.agent(
        "--name", "one", "--role", "balancer", "--haproxy", proxy, "--haproxy-config", config);
    second.shop("two");
    first.ask("http://127.0.0.1:7373/v1/agent").await();
    second.ask("http://127.0.0.1:3000/").await();

    var served = first.ask(pair.pages().toArray(String[]::new));
    long begin = System.currentTimeMillis();
    second.agent("--name", "two", "--role", "backend", "--join", pair.seed());
    for (var answer : served.await().entrySet()) {
      report.atMost(
          pair.what() + ": " + answer.getKey() + " after, s",
          (answer.getValue().millis() - begin) / 1000.0,
          SOON);
    }
    for (var host : List.of(first, second)) {
      var name = host == first ? "balancer" : "web";
      var answers =
          host.ask(
                  "http://127.0.0.1:7373/v1/members",
                  "http://127.0.0.1:7373/v1/agent",
                  "http://127.0.0.1:7374/q/health/ready")
              .await();
      long alive =
          ALIVE.matcher(answers.get("http://127.0.0.1:7373/v1/members").body()).results().count();
      report.atLeast(pair.what() + ": " + name + " knows alive", alive, 2);
      var agent = Json.object(answers.get("http://127.0.0.1:7373/v1/agent").body());
      report.atLeast(
          pair.what() + ": " + name + " has received datagrams",
          Json.number(Json.map(agent.get("protocol")), "packets.received"),
          1);
    }
  }
}

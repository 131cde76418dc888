package io.hearsay.bench.observe;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.node.ClusterNode;
import io.hearsay.membership.swim.Profile;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/**
 * Many backends in one process, with one application for all of them. Prints {@code ready} when they have
 * joined; each line on standard input is the new weight of the first one.
 */
public final class Crowd {
  /** So many join at once: all together would keep each other from it. */
  private static final int AT_ONCE = 25;

  /** The first half of their addresses. */
  static final String NET = "198.19.";

  private static final int IN_A_NET = 250;
  private static final int FIRST_NET = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<Cluster> members = new ArrayList<>();

  private Crowd() {}

  /**
   * Runs until the end of standard input.
   *
   * @param args the number of members, and their seeds
   */
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    var crowd = new Crowd();
    var seeds = List.of(args).subList(1, args.length);
    int all = Integer.parseInt(args[0]);
    serve();
    while (crowd.members.size() < all) {
      crowd.join(Math.min(AT_ONCE, all - crowd.members.size()), seeds);
    }
    System.out.println("ready");
    crowd.obey();
    System.exit(0);
  }

  private static void serve() throws IOException {
    var app = HttpServer.create(new InetSocketAddress(Host.APP_PORT), 0);
    app.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    app.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    app.start();
  }

  private void join(int more, List<String> seeds) throws Exception {
    var started = new ArrayList<CompletableFuture<Cluster>>();
    for (int i = members.size(); i < members.size() + more; i++) {
      started.add(ClusterNode.start(settings(i, seeds), vertx).toCompletableFuture());
    }
    for (var each : started) {
      members.add(each.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    int present = members.size() + seeds.size();
    Await.until(
        "the members did not meet",
        LIMIT,
        () -> members.getFirst().view().present().size() == present);
  }

  private static ClusterSettings settings(int number, List<String> seeds) {
    var address = NET + (FIRST_NET + number / IN_A_NET) + "." + (1 + number % IN_A_NET);
    return new ClusterSettings(
        MembershipOption.GROUP
            .defaults()
            .with(MembershipOption.NAME, "web" + number)
            .with(MembershipOption.BIND, new InetSocketAddress(address, Host.GOSSIP_PORT))
            .with(MembershipOption.PROFILE, Profile.wan())
            .with(MembershipOption.JOIN, seeds),
        Tags.of(
            Map.of(
                "role",
                "backend",
                "service",
                Readers.service(number),
                "path",
                "/" + Readers.service(number),
                "port",
                "" + Host.APP_PORT)),
        true);
  }

  private void obey() throws IOException {
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var weight = orders.readLine(); weight != null; weight = orders.readLine()) {
      members.getFirst().updateTags(Map.of("weight", weight), Set.of()).toCompletableFuture().join();
    }
  }
}

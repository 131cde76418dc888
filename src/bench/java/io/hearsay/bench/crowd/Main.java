package io.hearsay.bench.crowd;

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
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/**
 * Members of a cluster, as lines on standard input demand: {@code add NAME ADDRESS KEY=VALUE…} and
 * then {@code start} starts them; {@code tags NAME KEY=VALUE…} sets tags; {@code leave NAME}. Answers
 * each but the first with {@code done}.
 */
public final class Main {
  static final String DONE = "done";

  /** This many join at once: all together would keep each other from it. */
  private static final int AT_ONCE = 25;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final Map<String, Cluster> members = new LinkedHashMap<>();
  private final List<ClusterSettings> added = new ArrayList<>();
  private final Profile profile;
  private final List<String> seeds;

  private Main(Profile profile, List<String> seeds) {
    this.profile = profile;
    this.seeds = seeds;
  }

  /**
   * Runs until the end of standard input.
   *
   * @param args the name of the profile, and the seeds
   */
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    new Main(Profile.named(args[0]), List.of(args).subList(1, args.length)).run();
    System.exit(0);
  }

  private void run() throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = List.of(line.split(" "));
      switch (words.getFirst()) {
        case "add" -> added.add(settings(words.get(1), words.get(2), pairs(words.subList(3, words.size()))));
        case "start" -> start();
        case "tags" ->
            wait(members.get(words.get(1)).updateTags(pairs(words.subList(2, words.size())), Set.of()).toCompletableFuture());
        case "leave" -> wait(members.remove(words.get(1)).leave().toCompletableFuture());
        default -> throw new IllegalArgumentException(line);
      }
      if (!words.getFirst().equals("add")) {
        System.out.println(DONE);
      }
    }
  }

  private void start() throws Exception {
    while (!added.isEmpty()) {
      var next = added.subList(0, Math.min(AT_ONCE, added.size()));
      var started = new HashMap<String, CompletableFuture<Cluster>>();
      for (var each : next) {
        started.put(each.name(), ClusterNode.start(each, vertx).toCompletableFuture());
      }
      next.clear();
      for (var each : started.entrySet()) {
        members.put(each.getKey(), wait(each.getValue()));
      }
      var first = members.values().iterator().next();
      int present = members.size() + seeds.size();
      Await.until("the members did not meet", LIMIT, () -> first.view().present().size() == present);
    }
  }

  private static <T> T wait(CompletableFuture<T> result) throws Exception {
    return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static Map<String, String> pairs(List<String> words) {
    var pairs = new HashMap<String, String>();
    for (var word : words) {
      var pair = word.split("=", 2);
      pairs.put(pair[0], pair[1]);
    }
    return pairs;
  }

  private ClusterSettings settings(String name, String address, Map<String, String> tags) {
    return new ClusterSettings(
        MembershipOption.GROUP
            .defaults()
            .with(MembershipOption.NAME, name)
            .with(MembershipOption.BIND, new InetSocketAddress(address, Host.GOSSIP_PORT))
            .with(MembershipOption.PROFILE, profile)
            .with(MembershipOption.JOIN, seeds),
        Tags.of(tags),
        true);
  }
}

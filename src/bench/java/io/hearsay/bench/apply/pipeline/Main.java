package io.hearsay.bench.apply.pipeline;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.Reconciler;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The balancer's pipeline without a cluster. Lines on standard input make up the members: {@code
 * set NAME ADDRESS KEY=VALUE…} and {@code leave NAME ADDRESS}; {@code go} submits a snapshot and
 * prints the time of {@link System#nanoTime()} at which it did, which on Linux is the same for all
 * processes. Each apply prints {@code applied REVISION METHOD TIME REASON}.
 */
public final class Main {
  private final Map<String, Member> members = new TreeMap<>();
  private final Reconciler balancer;
  private long version;

  private Main(Path config) throws IOException {
    balancer = new Reconciler(BalancerSettings.defaults(config));
    balancer.onEvent(event -> applied(balancer.status()));
    member("lb", "127.0.0.10", MemberStatus.ALIVE, Map.of("role", "balancer"));
  }

  /**
   * Runs until the end of standard input.
   *
   * @param args HAProxy's configuration file
   */
  public static void main(String[] args) throws IOException {
    new Main(Path.of(args[0])).run();
  }

  private void run() throws IOException {
    balancer.start();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = line.split(" ");
      switch (words[0]) {
        case "set" -> {
          var tags = new HashMap<String, String>();
          for (int i = 3; i < words.length; i++) {
            var pair = words[i].split("=", 2);
            tags.put(pair[0], pair[1]);
          }
          member(words[1], words[2], MemberStatus.ALIVE, tags);
        }
        case "leave" -> member(words[1], words[2], MemberStatus.LEFT, Map.of("role", "backend"));
        default -> go();
      }
    }
    balancer.close(true);
    System.exit(0);
  }

  private void go() {
    var view = new ClusterView(++version, "lb", "", members.values().stream().toList());
    long now = System.nanoTime();
    balancer.submit(view);
    say("submitted " + now);
  }

  private static void applied(ProxyStatus status) {
    say(
        (status.lastError().isPresent() ? "failed " : "applied ")
            + status.appliedRevision()
            + " "
            + status.method()
            + " "
            + System.nanoTime()
            + " "
            + status.lastError().orElse(status.reason()).replace('\n', ' '));
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void member(String name, String address, MemberStatus status, Map<String, String> tags)
      throws IOException {
    members.put(
        name,
        new Member(name, "1-" + name, InetAddress.getByName(address), 7946, new Member.Word(true, TrafficMode.READY, 0, Tags.of(tags)), new Member.Sight(status, Instant.EPOCH, OptionalDouble.empty())));
  }
}

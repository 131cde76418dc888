package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.haproxy.ServerState;
import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.Planner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Executes a change of servers and the preparations of a reload once, while nothing waits: a JVM
 * loads and links a class when it is first used, for which the first server to join after a start
 * would wait 20 ms or more. Neither HAProxy nor a file is changed: HAProxy refuses the commands, as
 * the backend in them has an invalid name.
 */
final class WarmUp {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final String FRAME =
      """
      frontend (rehearsal)
          bind 192.0.2.1:80
      backend (rehearsal)
          balance roundrobin
      """;
  private static final String STAYS = server("stays", 1);
  private static final String BEFORE = FRAME + STAYS + server("moves", 1) + server("goes", 1);
  private static final String AFTER = FRAME + STAYS + server("moves", 2) + server("comes", 1);

  private WarmUp() {}

  private static String server(String name, int weight) {
    return "    server %s 192.0.2.%s:80 weight %s check\n".formatted(name, weight, weight);
  }

  /**
   * Runs the warm-up.
   *
   * @param host where HAProxy runs
   * @param api of the running HAProxy
   * @param version of the running HAProxy
   */
  static void run(HaproxyHost host, HaproxyApi api, Version version) {
    long begun = System.nanoTime();
    if (new Planner().plan(Optional.of(BEFORE), AFTER, version) instanceof Plan.Runtime plan) {
      refused(api, plan.changes());
    }
    host.obstacle(BEFORE, AFTER);
    try {
      ServerState.parse(api.ask("show servers state"))
          .ifPresent(s -> RunningServers.carriedOver(ConfigText.parse(AFTER).orElseThrow(), s));
    } catch (IOException e) {
      LOG.debug("the rehearsal ended early", e);
    }
    LOG.debugf("rehearsed a change in %s ms", (System.nanoTime() - begun) / 1_000_000);
  }

  private static void refused(HaproxyApi api, List<Plan.Change> changes) {
    try {
      new DynamicUpdater(api).apply(changes);
    } catch (UncertainStateException e) {
      LOG.debug("as rehearsed: " + e.getMessage());
    }
  }
}

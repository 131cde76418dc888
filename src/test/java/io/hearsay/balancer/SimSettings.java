package io.hearsay.balancer;

import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.BalancerSettings.Empty;
import io.hearsay.balancer.sim.SimPlaces;
import java.time.Duration;
import java.util.Random;

/** Settings of a balancer on a simulated machine. */
final class SimSettings {
  private SimSettings() {}

  /** Drawn at random. */
  static BalancerSettings draw(SimPlaces places, Random random) {
    return defaults(places)
        .with(BalancerOption.MIN_SERVERS, random.nextBoolean() ? 0 : 1 + random.nextInt(3))
        .with(BalancerOption.MIN_SERVERS_GRACE, Duration.ofSeconds(1 + random.nextInt(20)))
        .with(
            BalancerOption.FLAP_HALF_LIFE,
            Duration.ofSeconds(random.nextBoolean() ? 0 : 1 + random.nextInt(10)))
        .with(BalancerOption.MAX_OLD_PROCESSES, 1 + random.nextInt(8))
        .with(BalancerOption.EMPTY, random.nextBoolean() ? Empty.KEEP_LAST : Empty.SERVE_503);
  }

  /** The defaults. */
  static BalancerSettings defaults(SimPlaces places) {
    return BalancerSettings.defaults(places.config())
        .with(BalancerOption.TEMPLATE, places.template())
        .with(BalancerOption.RUN_DIR, places.runDir())
        // A specific address: whether the wildcard means IPv6 depends on the machine that runs the
        // test.
        .with(BalancerOption.FRONTEND, "10.0.0.1:80")
        .with(BalancerOption.STATS, "10.0.0.1:1936");
  }

  /** Keeps vanished servers for a while if fewer than {@code minServers} are left. */
  static BalancerSettings minServers(BalancerSettings s, int minServers, Duration grace) {
    return s.with(BalancerOption.MIN_SERVERS, minServers)
        .with(BalancerOption.MIN_SERVERS_GRACE, grace);
  }

  /** The same without a gap between reloads. */
  static BalancerSettings withoutGap(BalancerSettings s) {
    return s.with(BalancerOption.MIN_GAP, Duration.ZERO);
  }
}

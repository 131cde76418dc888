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

  static BalancerSettings draw(SimPlaces places, Random random) {
    return BalancerSettings.defaults(places.config())
        .with(BalancerOption.TEMPLATE, places.template())
        .with(BalancerOption.RUN_DIR, places.runDir())
        .with(BalancerOption.MIN_SERVERS, random.nextBoolean() ? 0 : 1 + random.nextInt(3))
        .with(BalancerOption.MIN_SERVERS_GRACE, Duration.ofSeconds(1 + random.nextInt(20)))
        .with(
            BalancerOption.FLAP_HALF_LIFE,
            Duration.ofSeconds(random.nextBoolean() ? 0 : 1 + random.nextInt(10)))
        .with(BalancerOption.MAX_OLD_PROCESSES, 1 + random.nextInt(8))
        .with(BalancerOption.EMPTY, random.nextBoolean() ? Empty.KEEP_LAST : Empty.SERVE_503);
  }
}

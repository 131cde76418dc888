package io.hearsay.balancer;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.BalancerSettings.Empty;
import io.hearsay.balancer.model.BalancerSettings.Guard;
import io.hearsay.balancer.sim.SimPlaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Settings of a balancer on a simulated machine. */
final class SimSettings {
  private SimSettings() {}

  static BalancerSettings draw(SimPlaces places, Random random) {
    var d = BalancerSettings.defaults(Path.of("/haproxy.cfg"));
    var guard =
        new Guard(
            random.nextBoolean() ? 0 : 1 + random.nextInt(3),
            Duration.ofSeconds(1 + random.nextInt(20)),
            Duration.ofSeconds(random.nextBoolean() ? 0 : 1 + random.nextInt(10)));
    return new BalancerSettings(
        d.haproxy(),
        places.config(),
        Optional.of(places.template()),
        places.runDir(),
        d.frontend(),
        d.stats(),
        d.services(),
        d.quiet(),
        d.minGap(),
        d.maxWait(),
        d.hardStopAfter(),
        1 + random.nextInt(8),
        d.stopLimit(),
        random.nextBoolean() ? Empty.KEEP_LAST : Empty.SERVE_503,
        d.closeSpread(),
        d.reloading(),
        guard);
  }
}

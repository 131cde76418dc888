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

  /** Such as chance has it. */
  static BalancerSettings draw(SimPlaces places, Random random) {
    var guard =
        new Guard(
            random.nextBoolean() ? 0 : 1 + random.nextInt(3),
            Duration.ofSeconds(1 + random.nextInt(20)),
            Duration.ofSeconds(random.nextBoolean() ? 0 : 1 + random.nextInt(10)));
    return with(
        places,
        1 + random.nextInt(8),
        random.nextBoolean() ? Empty.KEEP_LAST : Empty.SERVE_503,
        guard);
  }

  /** Such as nobody has touched. */
  static BalancerSettings defaults(SimPlaces places) {
    var d = BalancerSettings.defaults(Path.of("/haproxy.cfg"));
    return with(places, d.maxOldProcesses(), d.empty(), d.guard());
  }

  /** With a number of servers below which those that vanished stay for a while. */
  static BalancerSettings minServers(BalancerSettings s, int minServers, Duration grace) {
    return with(
        s.config(),
        s.runDir(),
        s.template(),
        s.maxOldProcesses(),
        s.empty(),
        new Guard(minServers, grace, s.guard().flapHalfLife()));
  }

  /** The same without a distance between reloads. */
  static BalancerSettings withoutGap(BalancerSettings s) {
    return new BalancerSettings(
        s.haproxy(),
        s.config(),
        s.template(),
        s.runDir(),
        s.frontend(),
        s.stats(),
        s.services(),
        s.quiet(),
        Duration.ZERO,
        s.maxWait(),
        s.hardStopAfter(),
        s.maxOldProcesses(),
        s.stopLimit(),
        s.empty(),
        s.closeSpread(),
        s.reloading(),
        s.guard());
  }

  private static BalancerSettings with(
      SimPlaces places, int oldProcesses, Empty empty, Guard guard) {
    return with(
        places.config(),
        places.runDir(),
        Optional.of(places.template()),
        oldProcesses,
        empty,
        guard);
  }

  private static BalancerSettings with(
      Path config,
      Path runDir,
      Optional<Path> template,
      int oldProcesses,
      Empty empty,
      Guard guard) {
    var d = BalancerSettings.defaults(Path.of("/haproxy.cfg"));
    return new BalancerSettings(
        d.haproxy(),
        config,
        template,
        runDir,
        // Not all addresses: whether that means IPv6 is up to the machine of the test.
        "10.0.0.1:80",
        "10.0.0.1:1936",
        d.services(),
        d.quiet(),
        d.minGap(),
        d.maxWait(),
        d.hardStopAfter(),
        oldProcesses,
        d.stopLimit(),
        empty,
        d.closeSpread(),
        d.reloading(),
        guard);
  }
}

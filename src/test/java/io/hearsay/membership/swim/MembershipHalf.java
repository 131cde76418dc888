package io.hearsay.membership.swim;

import io.hearsay.simulator.Half;
import java.util.Optional;
import java.util.Random;

/**
 * The membership protocol in the simulator: a small cluster of real {@link Swim}s on a simulated
 * network. A seed draws which {@link Fault}s exist; {@link SafetyChecker} checks the rules after
 * each turn, and {@link Recovery} at the end.
 */
public final class MembershipHalf implements Half {
  /** What happened in an episode. */
  record Episode(FaultPlan plan, Optional<String> violation, long turns, long agreedAfter) {}

  @Override
  public String name() {
    return "membership";
  }

  @Override
  public Optional<String> violation(long seed) {
    return run(seed).violation();
  }

  /** A whole episode in one line; the same for the same seed. */
  public String trace(long seed) {
    return run(seed).toString();
  }

  static Episode run(long seed) {
    var random = new Random(seed);
    // Neighbouring seeds begin alike.
    random.nextLong();
    var plan = FaultPlan.of(random);
    var sim = new Simulation(random.nextLong(), FaultPlan.profile());
    sim.net.recording = false;
    var checker = new SafetyChecker(plan, sim.net);
    sim.net.onlooker = checker;
    var cluster = new SimCluster(sim, plan, checker, random);
    var faults = new FaultInjector(cluster, random);
    var recovery = new Recovery(cluster, faults, random);
    try {
      faults.run();
      recovery.run();
      return new Episode(plan, Optional.empty(), checker.turns(), recovery.agreedAfter());
    } catch (AssertionError | RuntimeException e) {
      var what = "at %d ms, with %s: %s".formatted(sim.net.time.now(), plan.faults(), e);
      return new Episode(plan, Optional.of(what), checker.turns(), 0);
    }
  }
}

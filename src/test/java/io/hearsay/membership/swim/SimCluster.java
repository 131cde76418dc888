package io.hearsay.membership.swim;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** The processes of an episode: how they are started, and what they share. */
final class SimCluster {
  /** The host of the seed, which all know. */
  static final int SEED_HOST = 1;

  private static final long HOUR = 3_600_000;
  private static final List<Long> SKEWS =
      List.of(0L, 30_000L, -30_000L, HOUR, -HOUR, Forgery.YEARS, -Forgery.YEARS);

  /** Steps of a rotation: the new key opens, then seals, then the old one is removed. */
  private static final int LAST_STEP = 3;

  final Simulation sim;
  final FaultPlan plan;
  final SafetyChecker checker;
  private final Random random;
  private final Keyring[] rings = new Keyring[LAST_STEP + 1];
  private int step;
  private long stepTaken;
  private int addresses = SEED_HOST;
  private int names;

  SimCluster(Simulation sim, FaultPlan plan, SafetyChecker checker, Random random) {
    this.sim = sim;
    this.plan = plan;
    this.checker = checker;
    this.random = random;
    var first = new Keyring(List.of(key()));
    var second = key();
    rings[0] = first;
    rings[1] = first.with(second);
    rings[2] = rings[1].using(Keyring.print(second));
    rings[3] = rings[2].without(first.prints().getFirst());
  }

  private SecretKeySpec key() {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return new SecretKeySpec(bytes, "AES");
  }

  /** Starts a process; if its name is in use, one of the two must give way. */
  SimHost start(String name, int host) {
    if (sim.living().stream().anyMatch(h -> h.name().equals(name))) {
      checker.shared(name);
    }
    var clock = new SimClock(origin(), rate(), skew());
    var started = new SimHost(sim.net, name, host, Set.of(SimHost.address(SEED_HOST)), clock);
    started.later = plan.has(Fault.LATER_WIRE) && random.nextBoolean();
    if (plan.has(Fault.KEY_ROTATION)) {
      long nonce = started.swim.self().boot().nonce();
      started.sealer = Optional.of(new PacketSealer("shop", nonce, rings[step]));
    }
    sim.start(started);
    return started;
  }

  /** Starts a process with a new name. */
  SimHost startNew() {
    return start("m" + ++names, sim.living().isEmpty() ? SEED_HOST : nextHost());
  }

  /** A host without a process, now and for a long time before. */
  int nextHost() {
    return ++addresses;
  }

  long skew() {
    return plan.has(Fault.SKEW) || plan.has(Fault.CLOCK_JUMP)
        ? SKEWS.get(random.nextInt(SKEWS.size()))
        : 0;
  }

  private long origin() {
    return random.nextBoolean() ? 0 : random.nextLong(Forgery.YEARS);
  }

  private double rate() {
    return plan.has(Fault.DRIFT) ? 0.99 + random.nextDouble() * 0.02 : 1;
  }

  /**
   * Lets every process take the next step of a rotation within that time, in any order; but not
   * before all have taken the previous one, which whoever rotates keys makes sure of.
   */
  void rotate(long within) {
    if (step < LAST_STEP && sim.net.time.now() > stepTaken) {
      var ring = rings[++step];
      stepTaken = sim.net.time.now() + within;
      for (var host : sim.living()) {
        host.sealer.ifPresent(
            s ->
                sim.net.time.at(sim.net.time.now() + random.nextLong(within), () -> s.rekey(ring)));
      }
    }
  }

  SimHost any() {
    var living = sim.living();
    return living.get(random.nextInt(living.size()));
  }

  int size() {
    return sim.living().size();
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.State;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What must come true once all faults have ended, each within a limit: all agree, then news spreads
 * quickly, a death is detected, a leave is seen, no other member is suspected, and the dead are
 * forgotten.
 */
final class Recovery {
  /** The time until all agree, in milliseconds. */
  static final long AGREE = 60_000;

  private static final long SETTLE = 8000;
  private static final long NEWS = 1000;
  private static final long LEAVE = 2500;
  private static final long DEATH = 15_000;
  private static final long FORGET = 20_000;
  private static final long LOOK = 100;

  private final SimCluster cluster;
  private final Simulation sim;
  private final FaultInjector faults;
  private final Random random;
  private long agreedAfter;

  Recovery(SimCluster cluster, FaultInjector faults, Random random) {
    this.cluster = cluster;
    this.sim = cluster.sim;
    this.faults = faults;
    this.random = random;
  }

  void run() {
    faults.heal();
    agreedAfter = within(AGREE, "all agree", this::agreed);
    sim.net.time.run(SETTLE);
    within(NEWS, "all agree still", this::agreed);
    newsIsQuick();
    cluster.checker.calmIsOver();
    deathIsSeen();
    leaveIsSeen();
    theDeadAreForgotten();
  }

  /** How long it took until all agreed, in ms. */
  long agreedAfter() {
    return agreedAfter;
  }

  private long within(long limit, String what, BooleanSupplier condition) {
    for (long took = 0; took <= limit; took += LOOK) {
      if (condition.getAsBoolean()) {
        return took;
      }
      sim.net.time.run(LOOK);
    }
    throw new Violation("not within %d ms: %s; %s%s", limit, what, disagreement(), sim.describe());
  }

  private boolean agreed() {
    return disagreement().isEmpty();
  }

  /**
   * Empty if all live members know exactly the live members as they are, and nothing is left to
   * send.
   */
  private String disagreement() {
    var living = sim.living();
    for (var host : living) {
      var table = host.swim.table();
      if (table.present() != living.size()) {
        return host.name() + " counts " + table.present() + " of " + living.size();
      }
      if (table.suspects() > 0 || host.swim.rumours() > 0) {
        return host.name() + " has not come to rest: " + host.swim.rumours() + " rumours";
      }
      for (var other : living) {
        var known = host.swim.member(other.name()).map(m -> m.with(m.state(), m.incarnation(), 0));
        if (!known.equals(Optional.of(other.swim.self()))) {
          return "%s knows %s and not %s".formatted(host.name(), known, other.swim.self());
        }
      }
      if (host.swim.digest() != living.getFirst().swim.digest()) {
        return host.name() + " has another digest";
      }
    }
    return "";
  }

  private void newsIsQuick() {
    var teller = cluster.any();
    var payload = faults.tell(teller);
    within(NEWS, "all hear " + payload + " of " + teller.name(), () -> allHeard(payload));
    var sayer = cluster.any();
    sayer.run(() -> sayer.swim.say(1, new TreeMap<>(Map.of("weight", "last"))));
    within(NEWS, "all know what " + sayer.name() + " says", this::sameDigest);
    faults.ask(cluster.any());
    within(NEWS, "queries are answered", () -> !faults.asking());
  }

  private boolean allHeard(String payload) {
    return sim.living().stream().allMatch(h -> h.heard.stream().anyMatch(e -> e.endsWith(payload)));
  }

  private boolean sameDigest() {
    return sim.living().stream().mapToLong(h -> h.swim.digest()).distinct().count() == 1;
  }

  private void deathIsSeen() {
    var victim = passing();
    if (victim == null) {
      return;
    }
    // A member that had announced its leave counts as left.
    boolean announced = (victim.swim.self().flags() & Flags.LEAVING) != 0;
    var end = announced ? State.LEFT : State.FAILED;
    victim.crash();
    within(DEATH, victim.name() + " is known to have gone", () -> sim.allSee(victim, end));
    only(victim.name());
  }

  private void leaveIsSeen() {
    var victim = passing();
    if (victim == null) {
      return;
    }
    victim.leave();
    within(
        LEAVE,
        victim.name() + " is known to have left",
        () -> victim.dead && sim.allSee(victim, State.LEFT));
  }

  /** No other member is taken for dead along with it. */
  private void only(String name) {
    if (!sim.living().stream().allMatch(h -> h.seesPresent(sim.living().size()))) {
      throw new Violation("others went with %s:%s", name, sim.describe());
    }
  }

  private SimHost passing() {
    var others =
        sim.living().stream().filter(h -> FaultInjector.number(h) != SimCluster.SEED_HOST).toList();
    return others.isEmpty() ? null : others.get(random.nextInt(others.size()));
  }

  private void theDeadAreForgotten() {
    sim.net.time.run(sim.net.profile.failedMemory());
    within(
        FORGET,
        "the dead are forgotten",
        () -> sim.living().stream().allMatch(h -> h.swim.table().size() == sim.living().size()));
    within(NEWS, "all agree in the end", this::agreed);
  }
}

package io.hearsay.membership.swim;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * What one seed has in store: few faults in most episodes, since many at a time hide each other's
 * consequences (swarm testing), and none at all in some.
 *
 * @param members how many the cluster begins with, {@value #LEAST}–{@value #MOST}
 * @param millis how long things go wrong
 * @param longest the longest pause between two incidents, in ms
 */
record FaultPlan(Set<Fault> faults, int members, long millis, long longest) {
  static final int LEAST = 3;
  static final int MOST = 8;

  private static final int CALM_ONE_IN = 10;
  private static final double[] SHARES = {0.08, 0.2, 0.4};

  /** Draws a plan. */
  static FaultPlan of(Random random) {
    var faults = EnumSet.noneOf(Fault.class);
    double share = random.nextInt(CALM_ONE_IN) == 0 ? 0 : SHARES[random.nextInt(SHARES.length)];
    for (var fault : Fault.values()) {
      if (random.nextDouble() < share) {
        faults.add(fault);
      }
    }
    return new FaultPlan(
        faults,
        LEAST + random.nextInt(MOST - LEAST + 1),
        4000 + random.nextInt(20_000),
        200 + random.nextInt(2000));
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /** No faults; members come and go, change their tags and send events. */
  boolean calm() {
    return faults.isEmpty();
  }

  /** Nobody lies: whatever is claimed of a member was once true. */
  boolean honest() {
    return !has(Fault.HOSTILE);
  }

  /**
   * The default profile, except that the dead are remembered so briefly that an episode sees it
   * end.
   */
  static Profile profile() {
    return Profile.container().change().failedMemory(40_000).leftMemory(30_000).build();
  }
}

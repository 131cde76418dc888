package io.hearsay.balancer.sim;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** What goes wrong at the moment. */
public final class SimFaults {
  /** What can go wrong for a while. */
  public enum Kind {
    /** HAProxy's process is there and says nothing. */
    HANGS,
    /** Answers on its socket are nonsense, cut off, or do not come; commands may be obeyed. */
    GARBAGE,
    /** {@code haproxy -c} refuses everything. */
    CHECK_FAILS,
    /** HAProxy's program cannot be run. */
    NO_PROGRAM,
    /** Each new HAProxy ends at once. */
    START_FAILS,
    /** Each new HAProxy comes up and never answers. */
    START_HANGS,
    /** Somebody else has an address that the new configuration wants. */
    PORT_TAKEN,
    /** No file can be written. */
    DISK_FULL,
    /** The run directory is read-only. */
    RUN_DIR_UNWRITABLE,
    /** The directory of the configuration is read-only. */
    CONFIG_DIR_UNWRITABLE,
    /** The pipeline's thread gets its turn late. */
    LATE_WAKE_UPS
  }

  private final Random random;
  private final Set<Kind> active = EnumSet.noneOf(Kind.class);

  /** None. */
  public SimFaults(Random random) {
    this.random = random;
  }

  /** Begins or ends. */
  public void set(Kind kind, boolean on) {
    if (on) {
      active.add(kind);
    } else {
      active.remove(kind);
    }
  }

  /** Whether it is going on. */
  public boolean has(Kind kind) {
    return active.contains(kind);
  }

  /** Whether it is going on, and happens this time. */
  public boolean strikes(Kind kind, double probability) {
    return has(kind) && random.nextDouble() < probability;
  }

  /** All that goes on. */
  public Set<Kind> active() {
    return Set.copyOf(active);
  }
}

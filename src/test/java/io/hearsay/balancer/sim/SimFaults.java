package io.hearsay.balancer.sim;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/** The faults that are active at the moment. */
public final class SimFaults {
  /** The kinds of fault, each of which lasts for a while. */
  public enum Kind {
    /** HAProxy's process is alive but does not answer. */
    HANGS,
    /** Answers on its socket are nonsense, truncated or missing; commands may be obeyed. */
    GARBAGE,
    /** {@code haproxy -c} refuses everything. */
    CHECK_FAILS,
    /** HAProxy's program cannot be run. */
    NO_PROGRAM,
    /** Each new HAProxy ends immediately. */
    START_FAILS,
    /** Each new HAProxy starts and never answers. */
    START_HANGS,
    /** Somebody else uses an address that the new configuration wants. */
    PORT_TAKEN,
    /** No file can be written. */
    DISK_FULL,
    /** The run directory is read-only. */
    RUN_DIR_UNWRITABLE,
    /** The directory of the configuration file is read-only. */
    CONFIG_DIR_UNWRITABLE,
    /** The pipeline's thread is scheduled late. */
    LATE_WAKE_UPS
  }

  private final Random random;
  private final Set<Kind> active = EnumSet.noneOf(Kind.class);

  /** Without any active fault. */
  public SimFaults(Random random) {
    this.random = random;
  }

  /** Starts or ends a fault. */
  public void set(Kind kind, boolean on) {
    if (on) {
      active.add(kind);
    } else {
      active.remove(kind);
    }
  }

  /** Whether the fault is active. */
  public boolean has(Kind kind) {
    return active.contains(kind);
  }

  /** Whether the fault is active and strikes this time, with that probability. */
  public boolean strikes(Kind kind, double probability) {
    return has(kind) && random.nextDouble() < probability;
  }

  /** All active faults. */
  public Set<Kind> active() {
    return Set.copyOf(active);
  }
}

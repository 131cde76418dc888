package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What the parts of the protocol share, all of it confined to one context. */
record ProtocolContext(
    Profile profile,
    Environment environment,
    MemberTable table,
    BroadcastQueue rumours,
    LocalHealth health,
    Predicate<InetAddress> allowed) {

  Timers timers() {
    return environment.timers();
  }

  RandomGenerator random() {
    return environment.random();
  }

  Transport transport() {
    return environment.transport();
  }

  Counters counters() {
    return environment.counters();
  }

  /** Clocks differ by less than this unless one of them is wrong. */
  private static final long DAY_MILLIS = 86_400_000;

  /**
   * Whether a boot claims to have started more than a day in the future; it is believed only after
   * it was asked.
   */
  boolean isAhead(BootId boot) {
    return boot.epoch() - timers().wallClock().toEpochMilli() > DAY_MILLIS;
  }

  long now() {
    return timers().millis();
  }

  /** A random time between half of this and all of it, so that members do not fall into step. */
  long jittered(long millis) {
    return millis / 2 + random().nextLong(millis / 2 + 1);
  }
}

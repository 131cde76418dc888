package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What the parts of the protocol share. All of it belongs to one context. */
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

  /** Honest clocks differ by less, but for those that are wrong. */
  private static final long DAY_MILLIS = 86_400_000;

  /**
   * Whether a boot would have started more than a day from now: believed only once it was asked.
   */
  boolean isAhead(BootId boot) {
    return boot.epoch() - timers().wallClock().toEpochMilli() > DAY_MILLIS;
  }

  long now() {
    return timers().millis();
  }

  /** A time between half of it and all of it, so that members do not fall into step. */
  long jittered(long millis) {
    return millis / 2 + random().nextLong(millis / 2 + 1);
  }
}

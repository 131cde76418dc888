package io.hearsay.membership.swim;

import java.util.random.RandomGenerator;

/**
 * The protocol's dependencies on the outside world, all of which a simulation can replace.
 *
 * @param timers the clock and delayed calls
 * @param random decides whom to ask and when
 * @param transport to other members
 * @param counters where the protocol counts
 */
public record Environment(
    Timers timers, RandomGenerator random, Transport transport, Counters counters) {}

package io.hearsay.membership.swim;

import java.util.random.RandomGenerator;

/**
 * What the protocol needs of the world: a simulation stands in for all of it.
 *
 * @param timers the clock, and calls after a time
 * @param random draws whom to ask and when
 * @param transport to the others
 * @param counters where to count
 */
public record Environment(
    Timers timers, RandomGenerator random, Transport transport, Counters counters) {}

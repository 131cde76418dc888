package io.hearsay.config;

import java.time.Duration;

/**
 * The time limits of a stop; see {@code GracefulShutdown} in the agent.
 *
 * @param drain until all balancers have confirmed that they drain
 * @param connections after that, until the balancers have no requests under way to this member
 * @param total of all steps: later ones get the time that earlier ones have left
 */
public record StopSettings(Duration drain, Duration connections, Duration total) {}

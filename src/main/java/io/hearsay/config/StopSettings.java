package io.hearsay.config;

import java.time.Duration;

/**
 * How much time the steps of a stop may take; see {@code GracefulShutdown} in the agent.
 *
 * @param drain until all balancers have confirmed that they drain
 * @param connections after that, until the balancers have no request under way here
 * @param total of all steps: later ones get what earlier ones have left
 */
public record StopSettings(Duration drain, Duration connections, Duration total) {}

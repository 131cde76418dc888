package io.hearsay.handler;

import java.time.Duration;
import java.util.List;

/**
 * The scripts.
 *
 * @param limit how long a script may run; then it is killed with what it started
 */
public record HandlerSettings(List<HandlerSpec> handlers, Duration limit) {}

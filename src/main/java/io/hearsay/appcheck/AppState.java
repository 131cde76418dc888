package io.hearsay.appcheck;

import java.time.Instant;

/**
 * The application's health.
 *
 * @param passing whether it may have traffic
 * @param reason why not, in words for an operator; empty if it may
 * @param since when
 */
public record AppState(boolean passing, String reason, Instant since) {}

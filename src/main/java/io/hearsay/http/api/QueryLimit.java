package io.hearsay.http.api;

import java.time.Duration;

/** How long a question to all members may take, as callers give it. */
final class QueryLimit {
  private static final long MAX_MILLIS = 60_000;

  private QueryLimit() {}

  /**
   * The limit.
   *
   * @param millis what was given, 1 to {@value #MAX_MILLIS}; null: nothing
   * @param byDefault then, in milliseconds
   */
  static Duration of(String millis, long byDefault) {
    long limit = millis == null ? byDefault : Parameters.number("millis", millis);
    if (limit < 1 || limit > MAX_MILLIS) {
      throw new IllegalArgumentException("millis takes 1 to " + MAX_MILLIS);
    }
    return Duration.ofMillis(limit);
  }
}

package io.hearsay.http.api;

import java.time.Duration;

/** Parses how long a query may take. */
final class QueryLimit {
  private static final long MAX_MILLIS = 60_000;

  private QueryLimit() {}

  /**
   * Parses the limit.
   *
   * @param millis 1 to {@value #MAX_MILLIS}; null if not given
   * @param byDefault the default in milliseconds
   */
  static Duration of(String millis, long byDefault) {
    long limit = millis == null ? byDefault : Parameters.number("millis", millis);
    if (limit < 1 || limit > MAX_MILLIS) {
      throw new IllegalArgumentException("millis takes 1 to " + MAX_MILLIS);
    }
    return Duration.ofMillis(limit);
  }
}

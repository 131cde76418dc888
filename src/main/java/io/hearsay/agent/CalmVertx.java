package io.hearsay.agent;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Checks for blocked event loops every ten seconds rather than every second: an idle sidecar should
 * sleep, and an event loop that is blocked stays so for long enough to be noticed.
 */
@Singleton
class CalmVertx implements VertxOptionsCustomizer {
  private static final long SECONDS = 10;

  @Override
  public void accept(VertxOptions options) {
    options
        .setBlockedThreadCheckInterval(SECONDS)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.SECONDS);
  }
}

package io.hearsay.agent;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Looks for event loops that are blocked every ten seconds and not every second: a sidecar that has
 * nothing to do should sleep, and one that is blocked stays so long enough to be seen.
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

package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.time.Duration;

/**
 * How the engine judges a container by the image's HEALTHCHECK, with a shorter interval than
 * usual.
 */
final class HealthCheck implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var web =
        Docker.start(
            "--network",
            stage.network(),
            "--health-interval",
            "1s",
            "--health-retries",
            "2",
            "-e",
            "HEARSAY_HEALTH=0.0.0.0:7374", // the launcher of the jar then asks by Hearsay itself
            "hearsay/web");
    var health = "http://" + web.address() + ":3000/health?ok=";
    results.equal("HEALTHCHECK: the app is well", becomes(web, "healthy"), "healthy");
    Site.HTTP.post(health + 0);
    results.equal("HEALTHCHECK: the app is not", becomes(web, "unhealthy"), "unhealthy");
    Site.HTTP.post(health + 1);
    results.equal("HEALTHCHECK: the app is well again", becomes(web, "healthy"), "healthy");
  }

  private static String becomes(Container web, String health) {
    Await.until(web.name() + " did not become " + health, LIMIT, () -> web.health().equals(health));
    return web.health();
  }
}

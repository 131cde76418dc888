package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/**
 * An image with nothing but the C library and the binary, which acts as process 1 and starts
 * sessions itself.
 */
final class Scratch implements Story {
  private static final String IMAGE = "hearsay/scratch-base";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public void play(Stage stage, Results.Section results) {
    if (Docker.attempt("image", "inspect", IMAGE).code() != 0) {
      results.info("from scratch", "not tested: there is no native binary");
      return;
    }
    var size = Docker.run("image", "inspect", "-f", "{{.Size}}", IMAGE).trim();
    results.info("from scratch: size of the image", Long.parseLong(size) / 1_000_000 + " MB");
    // The binary is the only program in the image; as the application it ends immediately, and its
    // exit code is the container's.
    var container =
        Docker.start(
            "--network", stage.network(), "-e", "HEARSAY_CHECK=none", IMAGE, "/hearsay", "version");
    Await.until("the container did not end", LIMIT, () -> !container.running());
    results.equal("from scratch: the application's code", container.exitCode(), 0);
    results.equal(
        "from scratch: the application spoke",
        container.logs().contains("the application has ended with 0"),
        true);
    results.equal(
        "from scratch: no warning", container.logs().contains("WARN  hearsay.supervise"), false);
    var server =
        Docker.start(
            "--network",
            stage.network(),
            "--entrypoint",
            "/hearsay",
            IMAGE,
            "agent",
            "--role",
            "none");
    Await.until(
        "the agent is not ready",
        LIMIT,
        () -> Docker.attempt("exec", server.id(), "/hearsay", "health").code() == 0);
    var watch = Stopwatch.start();
    Docker.run("stop", server.id());
    results.equal("from scratch: code after docker stop", server.exitCode(), 0);
    results.atMost("from scratch: docker stop", watch.elapsed(), Duration.ofSeconds(8));
  }
}

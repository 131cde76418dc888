package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import java.time.Duration;
import java.util.List;

/** What every image contains, and that the image with the Java runtime serves as an agent too. */
final class Images implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String SBOM = "/usr/share/doc/hearsay/sbom.cdx.json";
  private static final List<String> AGENTS =
      List.of("hearsay/sidecar", "hearsay/balancer", "hearsay/jvm");

  @Override
  public void play(Stage stage, Results.Section results) {
    for (var image : AGENTS) {
      results.equal(image + ": version, title, bill of materials", described(image), true);
    }
    var agent = Docker.start("--network", stage.network(), "hearsay/jvm");
    Await.until(
        "hearsay/jvm did not become healthy", LIMIT, () -> agent.health().equals("healthy"));
    Docker.run("stop", agent.id());
    results.equal("hearsay/jvm: healthy, and its code after docker stop", agent.exitCode(), 0);
  }

  private static boolean described(String image) {
    var version = Docker.run("run", "--rm", "--network", "none", image, "version");
    var label = "{{index .Config.Labels \"org.opencontainers.image.title\"}}";
    var title = Docker.run("inspect", "--format", label, image);
    var sbom = Docker.run("run", "--rm", "--entrypoint", "cat", image, SBOM);
    return version.matches("\\d+\\.\\d+.*")
        && title.equals(image)
        && sbom.contains("\"CycloneDX\"");
  }
}

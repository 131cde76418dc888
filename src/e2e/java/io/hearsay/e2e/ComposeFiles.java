package io.hearsay.e2e;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The other compose files, unchanged: each comes up, and all of its web containers answer. */
final class ComposeFiles implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    stage.shop().project().down(); // two cores are enough for one cluster
    sidecar(stage, results);
    secure(stage, results);
  }

  private static void sidecar(Stage stage, Results.Section results) throws IOException {
    var site = Stage.site(1);
    var project = stage.project("e2e-sidecar", "compose.sidecar.yaml", site);
    project.compose("up", "-d", "--wait");
    var shop = new Shop(project, site);
    // The application does not know its sidecar, but they share a host name.
    var webs = List.of(project.container("web1"), project.container("web2"));
    shop.awaitRotation(Shop.names(webs), LIMIT);
    results.equal("compose.sidecar.yaml: webs that answer", site.rotation().size(), 2);
    var visitors = Visitors.at(site);
    try (visitors) {
      project.compose("stop", "web1-sidecar", "web1");
      visitors.more(300);
    }
    visitors.noneFailed("compose.sidecar.yaml: one pair stops", results);
  }

  private static void secure(Stage stage, Results.Section results) throws IOException {
    var secrets = stage.compose().resolve("secrets");
    var ours = !Files.exists(secrets);
    var site = Stage.site(2);
    var project = stage.project("e2e-secure", "compose.secure.yaml", site);
    try {
      Command.run("sh", stage.compose().resolve("make-secrets.sh").toString());
      project.compose("up", "-d", "--wait", "--scale", "web=2");
      var shop = new Shop(project, site);
      shop.awaitRotation(Shop.names(shop.webs()), LIMIT);
      results.equal("compose.secure.yaml: webs that answer", site.rotation().size(), 2);
      var reload = "http://127.0.0.1:" + site.dashboard() + "/v1/proxy/reload";
      var token = Files.readString(secrets.resolve("token")).strip();
      results.equal(
          "compose.secure.yaml: a change without token", Site.HTTP.post(reload).statusCode(), 401);
      results.equal(
          "compose.secure.yaml: a change with it",
          Site.HTTP.post(reload, "Authorization", "Bearer " + token).statusCode(),
          202);
    } finally {
      project.down();
      if (ours) {
        delete(secrets);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    for (var name : List.of("keyring", "token", "keyring.new", "token.new")) {
      Files.deleteIfExists(directory.resolve(name));
    }
    Files.deleteIfExists(directory);
  }
}

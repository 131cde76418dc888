package io.hearsay.e2e;

/** A script as the application of a container that is a cluster of its own. */
final class Supervised {
  private Supervised() {}

  /** Process 1 is Hearsay, as in all images, without tini or a shell before it. */
  static Container start(Stage stage, String script) {
    return Docker.start(
        "--network",
        stage.network(),
        "-e",
        "HEARSAY_CHECK=none",
        "hearsay/web",
        "sh",
        "-c",
        script);
  }
}

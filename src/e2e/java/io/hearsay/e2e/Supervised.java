package io.hearsay.e2e;

/** A script as the application of a container that is a cluster by itself. */
final class Supervised {
  private Supervised() {}

  /** Process 1 is Hearsay, as in all images: nothing stands before it, no tini and no shell. */
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

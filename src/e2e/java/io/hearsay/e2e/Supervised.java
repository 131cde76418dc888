package io.hearsay.e2e;

/** A script as the application of a container that is a cluster by itself. */
final class Supervised {
  private Supervised() {}

  /** Process 1 is tini, as in the images. */
  static Container belowTini(Stage stage, String script) {
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

  /** Process 1 is Hearsay, as in an image whose maker has not thought of it. */
  static Container asProcess1(Stage stage, String script) {
    return Docker.start(
        "--network",
        stage.network(),
        "-e",
        "HEARSAY_CHECK=none",
        "--entrypoint",
        "hearsay",
        "hearsay/web",
        "agent",
        "--",
        "sh",
        "-c",
        script);
  }
}

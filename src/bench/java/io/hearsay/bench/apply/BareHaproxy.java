package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A HAProxy with a minimal configuration: what the program takes before anybody configures it. */
final class BareHaproxy {
  private static final int PORT = 39999;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String CONFIG =
      """
      defaults
          mode http
          timeout connect 1s
          timeout client 1s
          timeout server 1s
      frontend bare
          bind 127.0.0.1:%d
          http-request return status 503
      """
          .formatted(PORT);

  private BareHaproxy() {}

  /**
   * Its PSS in MiB as it would be in place of the other one. While both run, the pages of the
   * program and its libraries are shared, and each process counts a part: what the other one
   * counts less meanwhile is added.
   */
  static double pss(String program, Path directory, Haproxies other) {
    var config = directory.resolve("bare.cfg");
    try {
      Files.writeString(config, CONFIG);
    } catch (IOException e) {
      throw new Failure("cannot write " + config, e);
    }
    double alone = other.pss();
    var bare =
        Program.start(
            "a bare HAProxy",
            directory.resolve("bare.log"),
            Map.of(),
            List.of(program, "-db", "-f", config.toString()));
    try {
      var processes = new Haproxies(config);
      Await.until("a bare HAProxy did not listen", LIMIT, () -> processes.serving(PORT) == 1);
      return processes.pss() + alone - other.pss();
    } finally {
      bare.kill();
    }
  }
}

package io.hearsay.e2e;

import io.hearsay.testkit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A real browser that opens a page, runs its scripts and returns the result. */
final class Browser {
  private static final List<String> COMMAND =
      List.of(
          "chromium",
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private Browser() {}

  /** The document after its scripts have run. */
  static String open(String uri) throws IOException {
    var profile = Files.createTempDirectory("e2e-browser");
    try {
      var command = new ArrayList<>(COMMAND);
      command.addAll(List.of("--user-data-dir=" + profile, "--dump-dom", uri));
      return Command.run(Map.of(), command);
    } finally {
      delete(profile);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}

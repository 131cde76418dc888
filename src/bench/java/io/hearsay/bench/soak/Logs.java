package io.hearsay.bench.soak;

import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What all agents have logged. */
final class Logs {
  private Logs() {}

  /** The error that HAProxy was killed, the only error that may occur. */
  private static final String KILLED = " ERROR hearsay.proxy ";

  /** Lines with errors or stack traces; there should be none. */
  static List<String> faults(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .flatMap(file -> lines(file).stream())
          .toList();
    } catch (IOException e) {
      throw new Failure("cannot read the logs", e);
    }
  }

  private static List<String> lines(Path file) {
    try (var lines = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("\tat ") || line.contains(" ERROR "))
          .filter(line -> !line.contains(KILLED))
          .map(line -> file.getFileName() + ": " + line)
          .toList();
    } catch (IOException e) {
      throw new Failure("cannot read " + file, e);
    }
  }
}

package io.hearsay.balancer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The versions of HAProxy on this machine. The system's own must exist: tests that use it fail
 * without it. The other one is fetched by {@code src/build/haproxy-versions.sh}: 3.0, or the one
 * that {@code NEWER_HAPROXY} names.
 */
final class HaproxyBinaries {
  static final String SYSTEM = "haproxy";
  static final String NEWER_VERSION = System.getenv().getOrDefault("NEWER_HAPROXY", "3.0");
  static final Path NEWER =
      Path.of("target", "haproxy-" + NEWER_VERSION, "haproxy").toAbsolutePath();

  private HaproxyBinaries() {}

  static List<String> all() {
    return newerIsThere() ? List.of(SYSTEM, NEWER.toString()) : List.of(SYSTEM);
  }

  static boolean newerIsThere() {
    return Files.isExecutable(NEWER);
  }

  /** As parameters of tests. */
  static Stream<String> stream() {
    return all().stream();
  }
}

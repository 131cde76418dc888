package io.hearsay.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs as a shell does. */
public final class Programs {
  private static final String USUAL =
      "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

  private Programs() {}

  /** The executable of that name or path, if there is one. */
  public static Optional<Path> find(String program) {
    return candidates(program)
        .filter(p -> Files.isExecutable(p) && !Files.isDirectory(p))
        .findFirst();
  }

  /** The first of these programs that is found. */
  static Optional<Path> findAny(List<String> programs) {
    return programs.stream().map(Programs::find).flatMap(Optional::stream).findFirst();
  }

  /** Whether there is such a file, executable or not. */
  public static boolean exists(String program) {
    return candidates(program).anyMatch(Files::isRegularFile);
  }

  private static Stream<Path> candidates(String program) {
    if (program.contains("/")) {
      return Stream.of(Path.of(program));
    }
    var path = System.getenv().getOrDefault("PATH", USUAL);
    return Stream.of(path.split(":", -1)).map(dir -> Path.of(dir.isEmpty() ? "." : dir, program));
  }
}

package io.hearsay.balancer.haproxy;

import io.hearsay.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * HAProxy's binary. It may be replaced while an older one runs; its version is determined again
 * when the file has changed.
 */
public final class Binary {
  private final String haproxy;
  private String seen = "";
  private Version version = Version.UNKNOWN;

  /** Creates an instance from a path, or a name that is looked up on the PATH. */
  public Binary(String haproxy) {
    this.haproxy = haproxy;
  }

  /** The version of the current file; {@link Version#UNKNOWN} if it does not report one. */
  public Version version() {
    var now = fingerprint();
    if (!now.equals(seen) || now.isEmpty()) {
      version = ask().orElse(Version.UNKNOWN);
      seen = version.equals(Version.UNKNOWN) ? "" : now;
    }
    return version;
  }

  private String fingerprint() {
    return candidates()
        .filter(Files::isExecutable)
        .findFirst()
        .map(
            p -> {
              try {
                var a = Files.readAttributes(p, BasicFileAttributes.class);
                return p + " " + a.fileKey() + " " + a.lastModifiedTime() + " " + a.size();
              } catch (IOException e) {
                return "";
              }
            })
        .orElse("");
  }

  private Stream<Path> candidates() {
    return haproxy.contains("/")
        ? Stream.of(Path.of(haproxy))
        : Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .filter(d -> !d.isEmpty())
            .map(d -> Path.of(d).resolve(haproxy));
  }

  private Optional<Version> ask() {
    try {
      var process =
          Children.start(
              Commands.of(List.of(haproxy, "-v"))
                  .redirectErrorStream(true)
                  .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null"))));
      // Its few lines fit into the pipe, so it can end before they are read.
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      try (var in = process.inputReader()) {
        var line = in.readLine();
        return line == null ? Optional.empty() : Version.parse(line);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

package io.hearsay.membership.dns;

import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Seeds that another program writes into a file, one {@code HOST[:PORT]} per line; a {@code #}
 * starts a comment. A malformed line is skipped, since the file may be half written. Blocks, so not
 * for an event loop.
 */
final class SeedFile {
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_SEEDS = 256;

  private SeedFile() {}

  /** Reads the seeds that are in the file now. */
  static List<HostPort> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it is too large to hold seeds");
    }
    Set<HostPort> seeds = new LinkedHashSet<>();
    for (var line : Files.readAllLines(file)) {
      var text = line.replaceFirst("#.*", "").trim();
      if (!text.isEmpty() && !HostPort.isFile(text) && seeds.size() < MAX_SEEDS) {
        try {
          seeds.add(HostPort.parse(text, ClusterSettings.DEFAULT_PORT));
        } catch (IllegalArgumentException e) {
          // The next read may find the line complete.
        }
      }
    }
    return List.copyOf(seeds);
  }
}

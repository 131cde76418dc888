package io.hearsay.membership.node;

import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.IpLiteral;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * A file with the addresses of the last known members, one a line: more places to ask after a
 * restart, for the case that all seeds have changed their addresses meanwhile. Written whole beside
 * the old one and renamed; what cannot be read is ignored with a warning, as it is only a hint.
 * Blocks: not for an event loop.
 */
final class RestartMemory {
  /** More would not help to find the cluster. */
  static final int MAX = 64;

  private static final int MAX_BYTES = 16_384;
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private final Path file;

  RestartMemory(Path file) {
    this.file = file;
  }

  /** What was remembered. */
  Set<InetSocketAddress> read() {
    var found = new LinkedHashSet<InetSocketAddress>();
    try {
      if (!Files.exists(file)) {
        return found;
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is too large to be one");
      }
      for (var line : Files.readAllLines(file)) {
        if (found.size() < MAX && !line.isBlank() && !line.startsWith("#")) {
          found.add(address(line));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("hearsay.memory %s is ignored: %s", file, e.getMessage());
    }
    return found;
  }

  private static InetSocketAddress address(String line) {
    var parsed = HostPort.parse(line, ClusterSettings.DEFAULT_PORT);
    var ip = IpLiteral.parse(parsed.host());
    if (ip.isEmpty() || parsed.port() == 0) {
      throw new IllegalArgumentException("it holds a line that is no address");
    }
    return new InetSocketAddress(ip.get(), parsed.port());
  }

  /** Remembers these instead. */
  void write(Collection<InetSocketAddress> members) {
    var lines =
        members.stream()
            .limit(MAX)
            .map(a -> new HostPort(a.getAddress().getHostAddress(), a.getPort()).toString())
            .toList();
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      // Only its owner has to know where the members are.
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, concat(lines));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warnf("hearsay.memory %s cannot be written: %s", file, e.getMessage());
    }
  }

  private static List<String> concat(List<String> lines) {
    var all = new java.util.ArrayList<String>();
    all.add("# members last seen by this sidecar; asked after a restart");
    all.addAll(lines);
    return all;
  }
}

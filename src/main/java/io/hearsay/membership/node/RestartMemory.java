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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A file with the addresses of the last known members, one per line: further addresses to ask after
 * a restart, in case all seeds have changed theirs; and, as comments that older versions ignore,
 * the Lamport clocks of events and queries. A new file is written beside the old one and renamed
 * over it; a file that cannot be read is ignored with a warning, as it is only a hint. Blocks, so
 * not for an event loop.
 */
final class RestartMemory {
  /** Maximum number of addresses; more would not help to find the cluster. */
  static final int MAX = 64;

  private static final int MAX_BYTES = 16_384;
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private static final String EVENT_TIME = "# event time ";
  private static final String QUERY_TIME = "# query time ";
  private static final Pattern TIME = Pattern.compile("[0-9]{1,16}");

  private final Path file;

  RestartMemory(Path file) {
    this.file = file;
  }

  /**
   * The content of the file.
   *
   * @param members addresses of members, of which at most {@value #MAX} are used
   * @param eventTime the clock of events, 0 or more
   * @param queryTime the clock of queries, 0 or more
   */
  record Kept(List<InetSocketAddress> members, long eventTime, long queryTime) {
    static final Kept NOTHING = new Kept(List.of(), 0, 0);
  }

  /** Reads the file; empty if it is missing or unusable. */
  Kept read() {
    var found = new LinkedHashSet<InetSocketAddress>();
    long eventTime = 0;
    long queryTime = 0;
    try {
      if (!Files.exists(file)) {
        return Kept.NOTHING;
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is too large to be one");
      }
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith(EVENT_TIME)) {
          eventTime = time(line.substring(EVENT_TIME.length()));
        } else if (line.startsWith(QUERY_TIME)) {
          queryTime = time(line.substring(QUERY_TIME.length()));
        } else if (found.size() < MAX && !line.isBlank() && !line.startsWith("#")) {
          found.add(address(line));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("hearsay.memory %s is ignored: %s", file, e.getMessage());
    }
    return new Kept(List.copyOf(found), eventTime, queryTime);
  }

  private static long time(String text) {
    if (!TIME.matcher(text).matches()) {
      throw new IllegalArgumentException("it holds a time that is none");
    }
    return Long.parseLong(text);
  }

  private static InetSocketAddress address(String line) {
    var parsed = HostPort.parse(line, ClusterSettings.DEFAULT_PORT);
    var ip = IpLiteral.parse(parsed.host());
    if (ip.isEmpty() || parsed.port() == 0) {
      throw new IllegalArgumentException("it holds a line that is no address");
    }
    return new InetSocketAddress(ip.get(), parsed.port());
  }

  /** Replaces the file. */
  void write(Kept kept) {
    var lines =
        kept.members().stream()
            .limit(MAX)
            .map(a -> new HostPort(a.getAddress().getHostAddress(), a.getPort()).toString())
            .toList();
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      // Readable by its owner only, since it shows where the members are.
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, concat(kept, lines));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warnf("hearsay.memory %s cannot be written: %s", file, e.getMessage());
    }
  }

  private static List<String> concat(Kept kept, List<String> lines) {
    var all = new ArrayList<String>();
    all.add("# members last seen by this sidecar; asked after a restart");
    all.add(EVENT_TIME + kept.eventTime());
    all.add(QUERY_TIME + kept.queryTime());
    all.addAll(lines);
    return all;
  }
}

package io.hearsay.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The host's table of TCP connections ({@code /proc/net/tcp}, {@code tcp6}). */
final class InetTable {
  private static final String CLOSE_WAIT = "08";
  private static final int STATE = 3;

  private InetTable() {}

  /** An IPv4 address and a port as the table writes them on a little-endian host. */
  static String text(String address, int port) {
    var text = new StringBuilder();
    for (var part : address.split("\\.", -1)) {
      text.insert(0, String.format("%02X", Integer.parseInt(part)));
    }
    return text + String.format(":%04X", port);
  }

  /** Connections of that local end which the other side has closed and this one has not. */
  static long closeWaiting(String local) throws IOException {
    long count = 0;
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.exists(Path.of(table))) {
        count +=
            Files.readAllLines(Path.of(table)).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(w -> w.length > STATE && w[1].endsWith(local))
                .filter(w -> w[STATE].equals(CLOSE_WAIT))
                .count();
      }
    }
    return count;
  }
}

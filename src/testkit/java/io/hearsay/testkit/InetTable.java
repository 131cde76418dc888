package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The host's table of TCP connections ({@code /proc/net/tcp}, {@code tcp6}). */
public final class InetTable {
  private static final String LISTEN = "0A";
  private static final String CLOSE_WAIT = "08";
  private static final int STATE = 3;
  private static final int INODE = 9;

  private InetTable() {}

  /** The connections at that local address which the peer has closed and this side has not. */
  public static long closeWaiting(String address, int port) {
    var local = new StringBuilder();
    for (var part : address.split("\\.", -1)) {
      local.insert(0, String.format("%02X", Integer.parseInt(part)));
    }
    return rows(local + end(port), CLOSE_WAIT).size();
  }

  /** The sockets that listen on a port of any address, named as in {@code /proc/PID/fd}. */
  public static Set<String> listening(int port) {
    return rows(end(port), LISTEN).stream()
        .map(words -> "socket:[" + words[INODE] + "]")
        .collect(Collectors.toSet());
  }

  /** A port in the table's notation; addresses are in host byte order. */
  private static String end(int port) {
    return String.format(":%04X", port);
  }

  private static List<String[]> rows(String local, String state) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .flatMap(table -> lines(Path.of(table)).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(w -> w.length > INODE && w[1].endsWith(local) && w[STATE].equals(state))
        .toList();
  }

  private static List<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table) : List.of();
    } catch (IOException e) {
      throw new Failure("cannot read " + table, e);
    }
  }
}

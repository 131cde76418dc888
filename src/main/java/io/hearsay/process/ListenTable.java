package io.hearsay.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The listening TCP sockets of this network namespace, and the processes that have them open. From
 * the kernel's {@link SocketDiagnosis}, or where that does not answer from {@code /proc/net/tcp}
 * and {@code tcp6} (proc(5)); empty where these do not exist either.
 */
public final class ListenTable {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern SOCKET = Pattern.compile("socket:\\[([0-9]{1,19})]");
  private static final String LISTENS = "0A";
  private static final int HEX = 16;

  /** Bytes of a line of /proc/net/tcp; those of tcp6 are a little longer. */
  private static final int LINE = 150;

  private ListenTable() {}

  /**
   * A listening socket.
   *
   * @param address may be the wildcard address
   * @param inode identifies the socket; several processes may have it open
   */
  public record Listening(InetAddress address, int port, long inode) {}

  /** All listening sockets. */
  public static List<Listening> read() {
    return SocketDiagnosis.listening().orElseGet(ListenTable::files);
  }

  /** All listening sockets as the files list them. */
  static List<Listening> files() {
    var all = new ArrayList<Listening>();
    read(Path.of("/proc/net/tcp"), all);
    read(Path.of("/proc/net/tcp6"), all);
    return all;
  }

  private static void read(Path table, List<Listening> into) {
    // No more than a line at a time: to fill a larger buffer, the kernel would go on to the
    // connections, and look for them through a table that has room for all of this machine.
    try (var in = Files.newInputStream(table)) {
      var line = new StringBuilder(LINE);
      var some = new byte[LINE];
      boolean title = true;
      for (int got = in.read(some); got > 0; got = in.read(some)) {
        for (int i = 0; i < got; i++) {
          if (some[i] != '\n') {
            line.append((char) some[i]);
          } else if (title || listens(line.toString(), into)) {
            title = false;
            line.setLength(0);
          } else {
            return;
          }
        }
      }
    } catch (IOException e) {
      // There is no such table.
      return;
    }
  }

  /** Adds the socket of a line if it listens; the kernel lists those that do first. */
  private static boolean listens(String line, List<Listening> into) {
    var words = SPACE.split(line.trim(), -1);
    if (words.length < 10 || !words[3].equals(LISTENS)) {
      return false;
    }
    parse(words[1], words[9]).ifPresent(into::add);
    return true;
  }

  /** Parses an address as the kernel prints it: words of four bytes, each in host byte order. */
  static Optional<Listening> parse(String local, String inode) {
    try {
      int colon = local.indexOf(':');
      var bytes = HexFormat.of().parseHex(local.substring(0, colon));
      if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
        for (int word = 0; word + 3 < bytes.length; word += 4) {
          swap(bytes, word, word + 3);
          swap(bytes, word + 1, word + 2);
        }
      }
      return Optional.of(
          new Listening(
              InetAddress.getByAddress(bytes),
              Integer.parseInt(local.substring(colon + 1), HEX),
              Long.parseLong(inode)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static void swap(byte[] bytes, int a, int b) {
    byte kept = bytes[a];
    bytes[a] = bytes[b];
    bytes[b] = kept;
  }

  /** The inodes of a process's sockets; empty if we may not look or the process has ended. */
  public static Optional<Set<Long>> sockets(long pid) {
    var inodes = new TreeSet<Long>();
    try (var open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (var file : open) {
        inode(file).ifPresent(inodes::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Optional.empty();
    }
    return Optional.of(inodes);
  }

  private static OptionalLong inode(Path file) {
    try {
      var target = SOCKET.matcher(Files.readSymbolicLink(file).toString());
      return target.matches()
          ? OptionalLong.of(Long.parseLong(target.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The process that has a socket open, if it is one that we may inspect. */
  public static OptionalLong owner(long inode) {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> sockets(pid).orElse(Set.of()).contains(inode))
        .findFirst();
  }

  /** The name of a process's program, at most 15 characters; empty if it has ended. */
  public static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
    } catch (IOException e) {
      return "";
    }
  }
}

package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A socket that only one HAProxy process has, so that it can be asked while another one answers on
 * the admin socket. A process that was given the listeners of the one before ({@code -x}) shares
 * that socket with it, and for as long as both accept, the older one answers. HAProxy is told of
 * the socket by a second configuration on its standard input: nothing is written to a disk that may
 * be full, and the user's text stays as it is.
 *
 * <p>Its name is removed when it has served; the process keeps what nobody can reach any more.
 */
final class StartSocket implements AutoCloseable {
  /** A file that HAProxy can be told to read its configuration from. */
  static final String STANDARD_INPUT = "/proc/self/fd/0";

  private static final String PREFIX = "new-";

  /** For one question; the process may be busy with reading certificates. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Path path;
  private final RuntimeApi api;

  private StartSocket(Path path) {
    this.path = path;
    this.api = new RuntimeApi(path, ANSWER_LIMIT);
  }

  /** A new one beside the admin socket; those that a killed sidecar left behind are removed. */
  static StartSocket beside(Path socket) {
    try (var found = Files.newDirectoryStream(socket.getParent(), PREFIX + "*")) {
      for (var path : found) {
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      // They are in nobody's way.
    }
    // Not longer than the name of the admin socket, whose length has been looked at.
    int unlike = (int) (System.nanoTime() >>> 10) & 0x3fffffff;
    return new StartSocket(socket.resolveSibling(PREFIX + Integer.toString(unlike, 36)));
  }

  /** What follows the words of HAProxy's own configuration on the command line. */
  static List<String> arguments() {
    return List.of("-f", STANDARD_INPUT);
  }

  /** What HAProxy reads there. */
  String configuration() {
    return "global\n    stats socket " + path + " mode 600 level operator\n";
  }

  /** What is known of the process. */
  enum Answer {
    /** It does not answer yet. */
    NONE,
    /** It runs, but it does not listen on the admin socket, or allows less there than we need. */
    NO_ADMIN_SOCKET,
    /** It runs and listens where it should. */
    CONFIRMED
  }

  /** Asks the process of that number. */
  Answer ask(long pid, Path adminSocket) {
    var info = api.info().filter(i -> i.pid() == pid);
    if (info.isEmpty()) {
      return Answer.NONE;
    }
    try {
      return isLed(api.ask("show cli sockets"), adminSocket)
          ? Answer.CONFIRMED
          : Answer.NO_ADMIN_SOCKET;
    } catch (IOException e) {
      return Answer.NONE;
    }
  }

  /** Whether the admin socket is among those, at the level that we need. */
  static boolean isLed(String sockets, Path adminSocket) {
    var line = "(?md)^unix@" + Pattern.quote(adminSocket.toString()) + " +admin\\b";
    return Pattern.compile(line).matcher(sockets).find();
  }

  /** The version of the process that answered. */
  Version version() {
    return api.info().map(HaproxyApi.Info::version).orElse(Version.UNKNOWN);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The next one removes it.
    }
  }
}

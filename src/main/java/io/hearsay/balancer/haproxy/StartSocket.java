package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A socket of a single HAProxy process, so that it can be asked while another one answers on the
 * admin socket. A process that took over the listeners of its predecessor ({@code -x}) shares the
 * admin socket with it, and while both accept, the older one answers. HAProxy gets this socket from
 * a second configuration on standard input, so nothing is written to a disk that may be full, and
 * the user's text is unchanged.
 *
 * <p>Its file is removed after use; the process keeps a socket that can no longer be reached.
 */
final class StartSocket implements AutoCloseable {
  /** Standard input as a file to read a configuration from. */
  static final String STANDARD_INPUT = "/proc/self/fd/0";

  private static final String PREFIX = "new-";

  /** Time limit of one question; the process may be busy reading certificates. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Path path;
  private final RuntimeApi api;

  private StartSocket(Path path) {
    this.path = path;
    this.api = new RuntimeApi(path, ANSWER_LIMIT);
  }

  /**
   * Creates a new name beside the admin socket, and removes sockets that a killed sidecar left
   * behind.
   */
  static StartSocket beside(Path socket) {
    try (var found = Files.newDirectoryStream(socket.getParent(), PREFIX + "*")) {
      for (var path : found) {
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      // Leftovers do no harm.
    }
    // No longer than the admin socket's name, whose length has been checked.
    int unlike = (int) (System.nanoTime() >>> 10) & 0x3fffffff;
    return new StartSocket(socket.resolveSibling(PREFIX + Integer.toString(unlike, 36)));
  }

  /** The arguments to append to HAProxy's command line. */
  static List<String> arguments() {
    return List.of("-f", STANDARD_INPUT);
  }

  /** The configuration for standard input. */
  String configuration() {
    return "global\n    stats socket " + path + " mode 600 level operator\n";
  }

  /** What is known about the process. */
  enum Answer {
    /** It does not answer yet. */
    NONE,
    /** It is running but does not listen on the admin socket, or not at the level we need. */
    NO_ADMIN_SOCKET,
    /** It is running and listens on the admin socket. */
    CONFIRMED
  }

  /** Asks the process with this pid. */
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

  /** Whether the admin socket is among these, at the level we need. */
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
      // The next StartSocket removes it.
    }
  }
}

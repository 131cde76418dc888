package io.hearsay.membership;

import java.nio.file.Path;

/**
 * {@code HOST[:PORT]} as a user writes it; an IPv6 literal with a port is in brackets. For a seed
 * it may be {@code file:PATH} instead.
 *
 * @param host a name or an IP literal, without brackets, or {@code file:PATH}
 * @param port 0–65535
 */
public record HostPort(String host, int port) {

  private static final String FILE = "file:";

  /** Whether a text is {@code file:PATH}. */
  public static boolean isFile(String text) {
    return text.startsWith(FILE) && text.length() > FILE.length();
  }

  /** The file, if it {@link #isFile}. */
  public Path file() {
    return Path.of(host.substring(FILE.length()));
  }

  /**
   * Parses a seed: {@code HOST[:PORT]} or {@code file:PATH}.
   *
   * @throws IllegalArgumentException if the text is malformed; the message says what is wrong
   */
  public static HostPort seed(String text, int defaultPort) {
    var trimmed = text.trim();
    return isFile(trimmed) ? new HostPort(trimmed, defaultPort) : parse(trimmed, defaultPort);
  }

  /**
   * Parses {@code HOST[:PORT]}.
   *
   * @throws IllegalArgumentException if the text is malformed; the message says what is wrong
   */
  public static HostPort parse(String text, int defaultPort) {
    var trimmed = text.trim();
    if (trimmed.startsWith("[")) {
      int end = trimmed.indexOf(']');
      if (end < 0) {
        throw new IllegalArgumentException("a bracket is not closed");
      }
      var rest = trimmed.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw new IllegalArgumentException("after the bracket only :PORT may follow");
      }
      return of(trimmed.substring(1, end), rest.isEmpty() ? "" : rest.substring(1), defaultPort);
    }
    int colon = trimmed.indexOf(':');
    if (colon >= 0 && colon == trimmed.lastIndexOf(':')) {
      return of(trimmed.substring(0, colon), trimmed.substring(colon + 1), defaultPort);
    }
    return of(trimmed, "", defaultPort);
  }

  private static HostPort of(String host, String port, int defaultPort) {
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/')) {
      throw new IllegalArgumentException("it takes HOST or HOST:PORT");
    }
    return new HostPort(host, port.isEmpty() ? defaultPort : port(port));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("a port is a number from 0 to 65535");
  }

  @Override
  public String toString() {
    if (isFile(host)) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

package io.hearsay.membership;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code HOST[:PORT]} as a user writes it; an IPv6 literal with a port is in brackets. For a seed
 * it may be {@code file:PATH} or {@code docker:FILTER[:PORT]} instead.
 *
 * @param host a name or an IP literal, without brackets, or {@code file:PATH}, or {@code
 *     docker:FILTER}
 * @param port 0–65535
 */
public record HostPort(String host, int port) {

  private static final String FILE = "file:";
  private static final Pattern PORT_AT_END = Pattern.compile("(.*):([0-9]+)");

  /** Whether a text is {@code file:PATH}. */
  public static boolean isFile(String text) {
    return text.startsWith(FILE) && text.length() > FILE.length();
  }

  /** The file, if it {@link #isFile}. */
  public Path file() {
    return Path.of(host.substring(FILE.length()));
  }

  /** The containers that are meant, if it is {@code docker:FILTER}. */
  public Optional<ContainerFilter> containers() {
    return ContainerFilter.isMeant(host)
        ? Optional.of(ContainerFilter.parse(host))
        : Optional.empty();
  }

  /**
   * Parses a seed: {@code HOST[:PORT]}, {@code file:PATH} or {@code docker:FILTER[:PORT]}.
   *
   * @throws IllegalArgumentException if the text is malformed; the message says what is wrong
   */
  public static HostPort seed(String text, int defaultPort) {
    var trimmed = text.trim();
    if (isFile(trimmed)) {
      return new HostPort(trimmed, defaultPort);
    }
    return ContainerFilter.isMeant(trimmed) || trimmed.equals("docker:")
        ? containers(trimmed, defaultPort)
        : parse(trimmed, defaultPort);
  }

  /** Parses {@code docker:FILTER[:PORT]}, whose filter may contain colons of its own. */
  private static HostPort containers(String text, int defaultPort) {
    var parts = PORT_AT_END.matcher(text);
    boolean ported = parts.matches();
    var filter = ported ? parts.group(1) : text;
    var unused = ContainerFilter.parse(filter);
    return new HostPort(filter, ported ? port(parts.group(2)) : defaultPort);
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
    if (isFile(host) || ContainerFilter.isMeant(host)) {
      // An operator's file or engine is read for the operator's own seeds only.
      throw new IllegalArgumentException("file: and docker: are for --join only");
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
    boolean literal = host.contains(":") && !ContainerFilter.isMeant(host);
    return (literal ? "[" + host + "]" : host) + ":" + port;
  }
}

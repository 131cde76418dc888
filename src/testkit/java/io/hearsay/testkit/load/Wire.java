package io.hearsay.testkit.load;

import io.hearsay.testkit.load.RequestFailed.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One connection to the site, handled at socket level: an HTTP library would repair, hide or
 * rename the very failures that are to be counted.
 */
public final class Wire implements AutoCloseable {
  /** Longer than any answer takes here, shorter than the patience of whoever watches. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int MAX_HEAD = 16 * 1024;

  private final Socket socket = new Socket();
  private final long openedAt = System.nanoTime();
  private InputStream in;
  private boolean used;

  private Wire() {}

  /** The name of the node that answers one request for the front page; empty if it names none. */
  public static String answerer(InetSocketAddress target) throws IOException {
    try (var wire = open(target)) {
      var answer = wire.get(false);
      if (answer.status() != 200) {
        throw new IOException("the site answers " + answer.status());
      }
      return answer.backend();
    } catch (RequestFailed e) {
      throw new IOException("the site answers: " + e.kind(), e);
    }
  }

  /** Connects. */
  public static Wire open(InetSocketAddress target) throws RequestFailed {
    var wire = new Wire();
    try {
      wire.socket.setTcpNoDelay(true);
      wire.socket.setSoTimeout((int) LIMIT.toMillis());
      wire.socket.connect(target, (int) LIMIT.toMillis());
      wire.in = new BufferedInputStream(wire.socket.getInputStream());
      return wire;
    } catch (SocketTimeoutException e) {
      throw wire.failed(Kind.TIMEOUT, e);
    } catch (ConnectException e) {
      throw wire.failed(Kind.REFUSED, e);
    } catch (IOException e) {
      throw wire.failed(Kind.CONNECT_RESET, e);
    }
  }

  /** When it was opened, of {@link System#nanoTime()}. */
  public long openedAt() {
    return openedAt;
  }

  /**
   * Requests the front page and reads the complete answer. The connection is closed if that fails.
   */
  public Answer get(boolean keepAlive) throws RequestFailed {
    return get("/", keepAlive);
  }

  /** The same for any page whose answer states its length. */
  public Answer get(String path, boolean keepAlive) throws RequestFailed {
    var head = new StringBuilder(512);
    try {
      var connection = keepAlive ? "keep-alive" : "close";
      socket
          .getOutputStream()
          .write(
              ("GET %s HTTP/1.1\r\nHost: shop\r\nConnection: %s\r\n\r\n"
                      .formatted(path, connection))
                  .getBytes(StandardCharsets.US_ASCII));
      readHead(head);
      var answer = parse(head.toString());
      var length = Integer.parseInt(header(head.toString(), "content-length").orElse("0"));
      if (in.readNBytes(length).length < length) {
        throw failed(Kind.BROKEN, null);
      }
      used = true;
      return answer;
    } catch (SocketTimeoutException e) {
      throw failed(Kind.TIMEOUT, e);
    } catch (NumberFormatException e) {
      throw failed(Kind.BROKEN, e);
    } catch (IOException e) {
      throw failed(kindOf(e, head.isEmpty()), e);
    }
  }

  /** Writing to a connection that the peer has closed and reset fails with "broken pipe". */
  private Kind kindOf(IOException e, boolean nothingYet) {
    var closedWhileIdle = String.valueOf(e.getMessage()).contains("Broken pipe");
    return closedWhileIdle && used && nothingYet ? Kind.IDLE_CLOSE : Kind.RESET;
  }

  private void readHead(StringBuilder head) throws IOException, RequestFailed {
    while (head.length() < 4
        || !"\r\n\r\n".contentEquals(head.subSequence(head.length() - 4, head.length()))) {
      var c = in.read();
      if (c < 0 && head.isEmpty()) {
        throw failed(used ? Kind.IDLE_CLOSE : Kind.EOF, null);
      }
      if (c < 0 || head.length() == MAX_HEAD) {
        throw failed(Kind.BROKEN, null);
      }
      head.append((char) c);
    }
  }

  private Answer parse(String head) throws RequestFailed {
    if (!head.startsWith("HTTP/1.") || head.length() < 13) {
      throw failed(Kind.BROKEN, null);
    }
    var close = header(head, "connection").orElse("").equalsIgnoreCase("close");
    var status = Integer.parseInt(head.substring(9, 12));
    return new Answer(status, header(head, "x-backend").orElse(""), !close);
  }

  private static Optional<String> header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  private RequestFailed failed(Kind kind, Throwable cause) {
    close();
    return new RequestFailed(kind, cause);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }
}

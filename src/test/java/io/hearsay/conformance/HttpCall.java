package io.hearsay.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * One request as bytes on the wire, so that even a request can be sent that a client library would
 * refuse.
 */
final class HttpCall {
  private static final int LIMIT_MILLIS = 10_000;

  /** Long enough for the head and the first event of a stream that never ends. */
  private static final int STREAM_MILLIS = 700;

  private HttpCall() {}

  /** The reply. */
  record Reply(int status, String type, String body) {}

  /**
   * Sends a request and reads the reply to its end, or only the beginning of an event stream.
   *
   * @param head request line and header fields, without an empty line
   */
  static Reply send(InetSocketAddress to, List<String> head, String body) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(to, LIMIT_MILLIS);
      boolean stream = head.getFirst().contains("GET /v1/events");
      socket.setSoTimeout(stream ? STREAM_MILLIS : LIMIT_MILLIS);
      var lines = new ArrayList<>(head);
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0) {
        lines.add("Content-Length: " + bytes.length);
      }
      lines.add("Connection: close");
      var out = socket.getOutputStream();
      out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        // Refused before it was sent completely: there is a reply all the same.
      }
      return parse(read(socket));
    }
  }

  private static String read(Socket socket) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[8192];
    try {
      var in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      // A stream: what has arrived so far counts.
    } catch (IOException e) {
      if (all.size() == 0) {
        throw e;
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Reply parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Reply(0, "", text);
    }
    var lines = text.substring(0, end).split("\r\n", -1);
    var fields = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        fields.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    var body = text.substring(end + 4);
    if (fields.getOrDefault("transfer-encoding", "").equals("chunked")) {
      body = unchunked(body);
    }
    var type = fields.getOrDefault("content-type", "").replaceFirst(";.*", "");
    return new Reply(Integer.parseInt(lines[0].split(" ", 3)[1]), type, body);
  }

  private static String unchunked(String body) {
    var all = new StringBuilder();
    int at = 0;
    while (true) {
      int line = body.indexOf("\r\n", at);
      if (line < 0) {
        return all.toString();
      }
      int size = Integer.parseInt(body.substring(at, line).trim(), 16);
      if (size == 0) {
        return all.toString();
      }
      int end = Math.min(body.length(), line + 2 + size);
      all.append(body, line + 2, end);
      at = end + 2;
      if (at >= body.length()) {
        return all.toString();
      }
    }
  }
}

package io.hearsay.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request whose body was read and discarded: no page needs it, but the next request begins after
 * it.
 *
 * @param headers by lower-case name; repeated ones are joined with a comma, as HTTP allows
 */
record Request(
    String method,
    String path,
    Map<String, String> query,
    String version,
    Map<String, String> headers) {

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final long MAX_BODY = 1024 * 1024;

  /** Reads one request; {@code out} is needed to tell a waiting client to send its body. */
  static Request read(InputStream in, OutputStream out) throws IOException, BadRequest {
    var line = line(in);
    if (line.isEmpty()) {
      line = line(in); // RFC 9112, 2.2: be tolerant of one empty line before a request
    }
    var words = line.split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/")) {
      throw new BadRequest(400, "not an HTTP request");
    }
    if (!words[2].startsWith("HTTP/1.")) {
      throw new BadRequest(505, "only HTTP/1.x is spoken here");
    }
    var headers = headers(in);
    skipBody(headers, in, out);
    var question = words[1].indexOf('?');
    var path = question < 0 ? words[1] : words[1].substring(0, question);
    var query = question < 0 ? "" : words[1].substring(question + 1);
    return new Request(words[0], path, parameters(query), words[2], headers);
  }

  private static Map<String, String> headers(InputStream in) throws IOException, BadRequest {
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MAX_HEADERS) {
        throw new BadRequest(400, colon < 1 ? "malformed header" : "too many headers");
      }
      var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }

  private static void skipBody(Map<String, String> headers, InputStream in, OutputStream out)
      throws IOException, BadRequest {
    var chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
    var length = chunked ? 0 : number(headers.getOrDefault("content-length", "0"), 10);
    if (chunked && headers.containsKey("content-length")) {
      throw new BadRequest(400, "two lengths"); // the root of request smuggling
    }
    if ((chunked || length > 0)
        && headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    if (!chunked) {
      skip(in, length);
      return;
    }
    var total = 0L;
    for (var size = chunkSize(in); size > 0; size = chunkSize(in)) {
      total += size;
      skip(in, total > MAX_BODY ? total : size);
      line(in);
    }
    headers(in); // the trailers, and the empty line that ends the body
  }

  private static long chunkSize(InputStream in) throws IOException, BadRequest {
    return number(line(in).split(";", 2)[0].strip(), 16);
  }

  private static void skip(InputStream in, long length) throws IOException, BadRequest {
    if (length > MAX_BODY) {
      throw new BadRequest(413, "bodies of more than " + MAX_BODY + " bytes are not read");
    }
    in.skipNBytes(length);
  }

  private static long number(String text, int radix) throws BadRequest {
    try {
      var number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new BadRequest(400, "malformed length");
  }

  private static String line(InputStream in) throws IOException, BadRequest {
    var line = new StringBuilder(80);
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended in the middle of a request");
      }
      if (line.length() == MAX_LINE) {
        throw new BadRequest(431, "line too long");
      }
      line.append((char) c);
    }
    var end = line.length() - 1;
    if (end >= 0 && line.charAt(end) == '\r') {
      line.setLength(end);
    }
    return line.toString();
  }

  private static Map<String, String> parameters(String query) throws BadRequest {
    var parameters = new TreeMap<String, String>();
    for (var pair : query.split("&", -1)) {
      var equals = pair.indexOf('=');
      try {
        if (equals > 0) {
          parameters.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      } catch (IllegalArgumentException e) {
        throw new BadRequest(400, "malformed query");
      }
    }
    return parameters;
  }

  /** A number in the query, within bounds. */
  int parameter(String name, int otherwise, int most) throws BadRequest {
    var text = query.get(name);
    return text == null ? otherwise : (int) Math.min(most, number(text, 10));
  }

  /** The value of a cookie, if the client sent it. */
  Optional<String> cookie(String name) {
    for (var pair : headers.getOrDefault("cookie", "").split(";", -1)) {
      if (pair.strip().startsWith(name + "=")) {
        return Optional.of(pair.strip().substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  /** Whether the client wants to use the connection again. */
  boolean keepAlive() {
    var wish = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    return version.equals("HTTP/1.0") ? wish.contains("keep-alive") : !wish.contains("close");
  }

  /** Whether the answer has a body: the answer to HEAD has none. */
  boolean wantsBody() {
    return !method.equals("HEAD");
  }

  boolean wantsWebSocket() {
    return headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
        && headers.containsKey("sec-websocket-key");
  }
}

package io.hearsay.membership.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer of HTTP/1.0 or 1.1, whose body is delimited by chunks, by its length, or by the end of
 * the connection.
 *
 * @param status 100–999
 */
record HttpAnswer(int status, byte[] body) {
  private static final int MAX_HEAD = 16 << 10;
  private static final int MAX_CHUNK_LINE = 256;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  /**
   * Parses the beginning of a connection.
   *
   * @param ended whether nothing more will come
   * @return empty if more has to come
   * @throws IOException if it is no answer, or has ended too early
   */
  static Optional<HttpAnswer> parse(byte[] bytes, boolean ended) throws IOException {
    int end = find(HEAD_END, bytes, 0, MAX_HEAD);
    if (end < 0) {
      if (bytes.length >= MAX_HEAD) {
        throw new IOException("no end of its head");
      }
      return incomplete(ended);
    }
    var head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
    int status = status(head[0]);
    int from = end + HEAD_END.length;
    var body =
        header(head, "transfer-encoding").isPresent()
            ? chunks(header(head, "transfer-encoding").get(), bytes, from)
            : measured(header(head, "content-length"), bytes, from, ended);
    return body.isPresent() ? Optional.of(new HttpAnswer(status, body.get())) : incomplete(ended);
  }

  private static Optional<HttpAnswer> incomplete(boolean ended) throws IOException {
    if (ended) {
      throw new IOException("cut off");
    }
    return Optional.empty();
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
      throw new IOException("not HTTP");
    }
    return Integer.parseInt(line.substring(STATUS_AT, STATUS_AT + 3));
  }

  private static Optional<String> header(String[] head, String name) {
    return Arrays.stream(head)
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).trim())
        .findFirst();
  }

  private static Optional<byte[]> measured(
      Optional<String> length, byte[] bytes, int from, boolean ended) throws IOException {
    if (length.isEmpty()) {
      return ended ? Optional.of(Arrays.copyOfRange(bytes, from, bytes.length)) : Optional.empty();
    }
    int to = from + number(length.get(), 10);
    return bytes.length < to ? Optional.empty() : Optional.of(Arrays.copyOfRange(bytes, from, to));
  }

  private static Optional<byte[]> chunks(String encoding, byte[] bytes, int from)
      throws IOException {
    if (!encoding.equalsIgnoreCase("chunked")) {
      throw new IOException("an encoding that was not asked for");
    }
    var body = new ByteArrayOutputStream();
    int at = from;
    while (true) {
      int end = find(LINE_END, bytes, at, at + MAX_CHUNK_LINE);
      if (end < 0) {
        if (bytes.length - at >= MAX_CHUNK_LINE) {
          throw new IOException("no size of a chunk");
        }
        return Optional.empty();
      }
      var line = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
      int size = number(line.split(";", 2)[0].trim(), 16);
      if (size == 0) {
        // Trailers may follow; they are of no interest.
        return Optional.of(body.toByteArray());
      }
      int data = end + LINE_END.length;
      if (bytes.length - data < size + LINE_END.length) {
        return Optional.empty();
      }
      if (find(LINE_END, bytes, data + size, data + size + LINE_END.length) < 0) {
        throw new IOException("a chunk without an end");
      }
      body.write(bytes, data, size);
      at = data + size + LINE_END.length;
    }
  }

  private static int number(String text, int radix) throws IOException {
    if (!text.matches("[0-9A-Fa-f]{1,7}")) {
      throw new IOException("no length");
    }
    try {
      return Integer.parseInt(text, radix);
    } catch (NumberFormatException e) {
      throw new IOException("no length", e);
    }
  }

  /** Where {@code what} begins that lies within these bytes and ends before {@code to}; or -1. */
  private static int find(byte[] what, byte[] bytes, int from, int to) {
    int last = Math.min(to, bytes.length) - what.length;
    for (int i = from; i <= last; i++) {
      if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpAnswer it && it.status == status && Arrays.equals(it.body, body);
  }

  @Override
  public int hashCode() {
    return 31 * status + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return status + ", " + body.length + " bytes";
  }
}

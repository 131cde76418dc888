package io.hearsay.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer: a status, headers, and a body that is either complete or sent piece by piece. */
final class Response {
  /** A body whose length is not known when the head is sent. */
  interface Drip {
    void writeTo(OutputStream chunks) throws IOException;
  }

  private final int status;
  private final List<String> headers = new ArrayList<>();
  private final byte[] body;
  private final Drip drip;

  private Response(int status, String type, byte[] body, Drip drip) {
    this.status = status;
    this.body = body;
    this.drip = drip;
    with("Content-Type", type);
  }

  static Response json(String json) {
    return new Response(200, "application/json", json.getBytes(StandardCharsets.UTF_8), null);
  }

  static Response text(int status, String text) {
    var bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, "text/plain; charset=utf-8", bytes, null);
  }

  /** An answer that is sent in chunks while it is made. */
  static Response drip(Drip drip) {
    return new Response(200, "text/plain; charset=utf-8", new byte[0], drip);
  }

  Response with(String name, String value) {
    headers.add(name + ": " + value + "\r\n");
    return this;
  }

  /** Writes head and body, a whole answer in one packet if it fits. */
  void write(OutputStream out, boolean keepAlive, boolean withBody) throws IOException {
    var head = new StringBuilder(256).append("HTTP/1.1 ").append(status).append(' ');
    head.append(reason(status)).append("\r\n");
    headers.forEach(head::append);
    head.append(drip == null ? "Content-Length: " + body.length : "Transfer-Encoding: chunked");
    head.append("\r\nConnection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (withBody && drip == null) {
      out.write(body);
    } else if (withBody) {
      out.flush();
      drip.writeTo(new Chunks(out));
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Status";
    };
  }

  /** Each write becomes a chunk and is sent immediately. */
  private static final class Chunks extends OutputStream {
    private final OutputStream out;

    Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length == 0) {
        return; // an empty chunk would end the body
      }
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes, from, length);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }
}

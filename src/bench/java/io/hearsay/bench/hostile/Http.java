package io.hearsay.bench.hostile;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Single calls. */
final class Http {
  private static final int LIMIT = 20_000;

  private Http() {}

  /** The body of a good answer. */
  static String get(String url) throws IOException {
    return call("GET", url, null);
  }

  /** The body of a good answer to a body. */
  static String post(String url, String body) throws IOException {
    return call("POST", url, body);
  }

  private static String call(String method, String url, String body) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(LIMIT);
    connection.setReadTimeout(LIMIT);
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "text/plain");
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

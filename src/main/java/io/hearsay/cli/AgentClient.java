package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client of the agent's API. The size of answers is bounded, since anything may be listening
 * there.
 */
class AgentClient {
  /** Maximum size of an answer in bytes, ample for 20 000 members with all their tags. */
  private static final int MAX_ANSWER = 64 << 20;

  private static final String BYTES = "application/octet-stream";
  private static final int SHOWN = 2000;
  private static final int CONNECT_MILLIS = 2000;
  private static final int READ_MILLIS = 10_000;

  /** How long a stream may be silent; the agent sends at least a heartbeat every 30 s. */
  private static final int SILENCE_MILLIS = 75_000;

  private final String address;
  private final String given;
  private final Optional<String> token;

  AgentClient(String address, Optional<String> token) {
    this(address, "--http or HEARSAY_HTTP", token);
  }

  /**
   * Creates a client.
   *
   * @param given how a user sets the address, for messages
   */
  AgentClient(String address, String given, Optional<String> token) {
    this.address = address;
    this.given = given;
    this.token = token;
  }

  /** An answer. */
  record Answer(int status, String body) {
    boolean fine() {
      return status / 100 == 2;
    }

    JsonObject json() {
      return Json.parse(body);
    }

    /** The agent's error message, in one line. */
    String problem() {
      try {
        if (json().getValue("detail") instanceof String detail) {
          return VisibleText.text(detail, SHOWN);
        }
      } catch (DecodeException e) {
        // The answer is not from an agent.
      }
      return "status " + status;
    }
  }

  /** The agent's address. */
  String address() {
    return address;
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  Answer call(String method, String path, String body) {
    var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    return call(method, path, "application/json", bytes);
  }

  /** The same with a body of any bytes. */
  Answer send(String method, String path, byte[] body) {
    return call(method, path, BYTES, body);
  }

  private Answer call(String method, String path, String type, byte[] body) {
    try {
      var connection = open(method, path);
      connection.setReadTimeout(READ_MILLIS);
      if (body != null) {
        write(connection, type, body);
      }
      int status = connection.getResponseCode();
      try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return new Answer(status, in == null ? "" : text(in));
      }
    } catch (IOException e) {
      throw unreachable(e.getMessage());
    }
  }

  private static void write(HttpURLConnection connection, String type, byte[] body)
      throws IOException {
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", type);
    connection.getOutputStream().write(body);
  }

  /**
   * Sends bytes and reads the lines of the answer as they arrive.
   *
   * @param silence how long the agent may be silent; some seconds are added
   * @return the answer if it is an error
   */
  Optional<Answer> stream(String path, byte[] body, Duration silence, Consumer<String> each) {
    try {
      var connection = open("POST", path);
      connection.setReadTimeout(READ_MILLIS + (int) silence.toMillis());
      write(connection, BYTES, body);
      return lines(connection, each);
    } catch (IOException e) {
      throw unreachable(e.getMessage());
    }
  }

  /** The error that nothing answers. */
  Unreachable unreachable(String why) {
    return new Unreachable(address, why, given);
  }

  /**
   * Reads the lines of a stream of events until it ends.
   *
   * @param lastId of the last known event
   * @return the answer if it is an error instead of a stream
   * @throws IOException if nothing answers, or the connection breaks
   */
  Optional<Answer> lines(String path, Optional<String> lastId, Consumer<String> each)
      throws IOException {
    var connection = open("GET", path);
    connection.setReadTimeout(SILENCE_MILLIS);
    lastId.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
    return lines(connection, each);
  }

  private static Optional<Answer> lines(HttpURLConnection connection, Consumer<String> each)
      throws IOException {
    int status = connection.getResponseCode();
    if (status >= 400) {
      try (var in = connection.getErrorStream()) {
        return Optional.of(new Answer(status, in == null ? "" : text(in)));
      }
    }
    try (var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        each.accept(line);
      }
    }
    return Optional.empty();
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    try {
      var url = new URI("http://" + address + path).toURL();
      var connection = (HttpURLConnection) url.openConnection();
      connection.setRequestMethod(method);
      connection.setConnectTimeout(CONNECT_MILLIS);
      // A command asks once, and keeping the connection would cost a thread.
      connection.setRequestProperty("Connection", "close");
      token.ifPresent(t -> connection.setRequestProperty("Authorization", "Bearer " + t));
      return connection;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("not an address", e);
    }
  }

  private static String text(InputStream in) throws IOException {
    var bytes = in.readNBytes(MAX_ANSWER + 1);
    if (bytes.length > MAX_ANSWER) {
      throw new IOException("it answers with more than an agent would");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

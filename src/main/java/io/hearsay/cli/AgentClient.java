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

/** Talks to the agent's API. Whatever listens there may answer anything, but only so much. */
class AgentClient {
  /** What 20 000 members with all their tags take, with room. */
  private static final int MAX_ANSWER = 64 << 20;

  private static final String BYTES = "application/octet-stream";
  private static final int SHOWN = 2000;
  private static final int CONNECT_MILLIS = 2000;
  private static final int READ_MILLIS = 10_000;

  /** The agent says something every 30 s, if only that it is alive. */
  private static final int SILENCE_MILLIS = 75_000;

  private final String address;
  private final String given;
  private final Optional<String> token;

  AgentClient(String address, Optional<String> token) {
    this(address, "--http or HEARSAY_HTTP", token);
  }

  /**
   * A client.
   *
   * @param given how a user says where to ask
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

    /** What the agent says is wrong, in one line. */
    String problem() {
      try {
        if (json().getValue("detail") instanceof String detail) {
          return VisibleText.text(detail, SHOWN);
        }
      } catch (DecodeException e) {
        // It is no agent that says so.
      }
      return "status " + status;
    }
  }

  /** Where it is asked. */
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

  /** The same with bytes of any kind. */
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
   * Sends bytes, and reads the lines of the answer as they come.
   *
   * @param silence the agent may say nothing for so long, and some seconds more
   * @return the answer if it says what is wrong
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

  /** Nobody answers there. */
  Unreachable unreachable(String why) {
    return new Unreachable(address, why, given);
  }

  /**
   * Reads the lines of a stream of events until it ends.
   *
   * @param lastId of the last event that is known
   * @return the answer if it is no stream but says what is wrong
   * @throws IOException if nobody answers, or the connection breaks
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
      // A command asks once; a connection that is kept has a thread that watches it.
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

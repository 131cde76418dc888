package io.hearsay.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.function.Consumer;

/** Reads the events of an agent as they come. */
public final class EventStream implements AutoCloseable {
  private final Socket socket;

  /**
   * Connects to the agent at that address.
   *
   * @param line receives each line of the stream, on a thread of its own
   */
  public EventStream(String address, Consumer<String> line) throws IOException {
    socket = new Socket(address, Host.HTTP_PORT);
    var request = "GET /v1/events HTTP/1.1\r\nHost: " + address + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    Thread.ofPlatform().daemon().name("events").start(() -> read(line));
  }

  private void read(Consumer<String> receiver) {
    try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      in.lines().forEach(receiver);
    } catch (IOException | UncheckedIOException e) {
      // Closed.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

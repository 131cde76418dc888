package io.hearsay.balancer.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that accepts no connections, as one that is stopped, and whose queue is full. */
class RuntimeApiTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private UnixDomainSocketAddress address;
  private final Deque<SocketChannel> queued = new ArrayDeque<>();

  @AutoClose private ServerSocketChannel server;

  @BeforeEach
  void fillTheQueue() throws IOException {
    address = UnixDomainSocketAddress.of(directory.resolve("admin.sock"));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address, 1);
    boolean room = true;
    while (room) {
      var client = SocketChannel.open(StandardProtocolFamily.UNIX);
      client.configureBlocking(false);
      queued.add(client);
      try {
        client.connect(address);
      } catch (SocketException e) {
        room = false;
      }
    }
  }

  @AfterEach
  void closeTheQueue() throws IOException {
    for (var client : queued) {
      client.close();
    }
  }

  @Test
  void aFullQueueIsNotWaitedForLongerThanTheLimit() {
    var api = new RuntimeApi(address.getPath(), Duration.ofMillis(100));
    assertTimeoutPreemptively(
        LONG,
        () ->
            assertThatIOException()
                .isThrownBy(() -> api.ask("show info"))
                .withMessage("no answer in time: accepts no connections"));
  }

  @Test
  void aQueueWithRoomAgainIsUsed() {
    var api = new RuntimeApi(address.getPath(), LONG);
    Thread.ofPlatform().daemon().start(this::answerTheLast);
    assertThat(assertTimeoutPreemptively(LONG, () -> api.ask("show info"))).isEqualTo("here");
  }

  /** Takes whoever was queued, and answers the one who comes after them. */
  private void answerTheLast() {
    try {
      // The last one of these found no room.
      for (int i = 1; i < queued.size(); i++) {
        server.accept().close();
      }
      try (var client = server.accept()) {
        client.read(ByteBuffer.allocate(100));
        client.write(ByteBuffer.wrap("here\n".getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

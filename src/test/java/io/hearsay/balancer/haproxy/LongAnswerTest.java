package io.hearsay.balancer.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of any length, read into an array that is used again. */
class LongAnswerTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path directory;
  @AutoClose private ServerSocketChannel server;
  private RuntimeApi api;

  @BeforeEach
  void listen() throws IOException {
    var socket = directory.resolve("admin.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    api = new RuntimeApi(socket, Duration.ofSeconds(30));
  }

  /** Answers the next connections with so many letters each. */
  private void answer(int... lengths) {
    Thread.ofPlatform().daemon().start(() -> serve(lengths));
  }

  private void serve(int... lengths) {
    for (int length : lengths) {
      try (var client = server.accept()) {
        // Unread, it would reset the connection at its end.
        client.read(ByteBuffer.allocate(100));
        var out = Channels.newOutputStream(client);
        var part = "x".repeat(length % 1000 + 1000).getBytes(UTF_8);
        for (int left = length; left > 0; left -= part.length) {
          out.write(part, 0, Math.min(left, part.length));
        }
      } catch (IOException e) {
        // The reader has had enough.
        continue;
      }
    }
  }

  @Test
  void anAnswerIsReadIntoTheRoomOfTheLastOneIfItFits() throws IOException {
    answer(300_000, 299_999, 0, 3 * MEGABYTE);

    var first = api.ask("show stat", ByteBuffer.allocate(0));
    assertThat(first.remaining()).isEqualTo(300_000);
    var second = api.ask("show stat", first);
    assertThat(second.array()).isSameAs(first.array());
    assertThat(second.remaining()).isEqualTo(299_999);
    var third = api.ask("show stat", second);
    assertThat(third.remaining()).isZero();
    var fourth = api.ask("show stat", third);
    assertThat(new String(fourth.array(), 0, fourth.limit(), UTF_8))
        .isEqualTo("x".repeat(3 * MEGABYTE));
  }

  @Test
  void anEndlessAnswerIsAnError() {
    answer(18 * MEGABYTE, 18 * MEGABYTE);

    assertThatIOException()
        .isThrownBy(() -> api.ask("show stat", ByteBuffer.allocate(0)))
        .withMessage("answer too long");
    assertThatIOException().isThrownBy(() -> api.ask("show stat")).withMessage("answer too long");
  }
}

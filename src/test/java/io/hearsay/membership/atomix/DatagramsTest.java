package io.hearsay.membership.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.crypto.PacketSealer;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Datagrams over a real socket. */
class DatagramsTest {
  @Test
  void anOversizedDatagramIsDroppedUnread() throws Exception {
    var vertx = Vertx.vertx();
    try (var sender = new DatagramSocket()) {
      int port;
      try (var free = new DatagramSocket()) {
        port = free.getLocalPort();
      }
      var address = InetAddress.getByName("127.0.0.1");
      var unicast =
          new VertxUnicastService(vertx.getOrCreateContext(), new InetSocketAddress(address, port));
      var lengths = new CopyOnWriteArrayList<Integer>();
      unicast.addListener(Subjects.SWIM, (from, bytes) -> lengths.add(bytes.length), Runnable::run);
      unicast.start().get(5, TimeUnit.SECONDS);

      for (int length : List.of(PacketSealer.MAX_DATAGRAM + 1, PacketSealer.MAX_DATAGRAM)) {
        sender.send(new DatagramPacket(new byte[length], length, address, port));
      }

      await().until(() -> !lengths.isEmpty());
      assertThat(lengths).containsExactly(PacketSealer.MAX_DATAGRAM);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}

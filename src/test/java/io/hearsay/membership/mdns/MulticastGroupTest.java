package io.hearsay.membership.mdns;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real multicast, on loopback, where other programs may be heard as well. */
class MulticastGroupTest {
  private static final InetSocketAddress GROUP = new InetSocketAddress("224.0.0.251", 5353);
  private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5353);

  private final Vertx vertx = Vertx.vertx();
  private final String mark = UUID.randomUUID() + " ";
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private <T> T on(Context context, Supplier<Future<T>> work) throws Exception {
    var result = new CompletableFuture<T>();
    context.runOnContext(
        v -> work.get().onSuccess(result::complete).onFailure(result::completeExceptionally));
    return result.get(10, TimeUnit.SECONDS);
  }

  private void hear(byte[] datagram) {
    var text = new String(datagram, US_ASCII);
    if (text.startsWith(mark)) {
      heard.add(text.substring(mark.length()));
    }
  }

  private MulticastGroup joined(Context context) throws Exception {
    var group = new MulticastGroup(context);
    on(context, () -> group.join(HERE.getAddress(), this::hear));
    return group;
  }

  private static DatagramSocket socket(String ip, int port) throws Exception {
    var socket = new DatagramSocket(null);
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(ip, port));
    socket.setOption(
        StandardSocketOptions.IP_MULTICAST_IF,
        NetworkInterface.getByInetAddress(HERE.getAddress()));
    return socket;
  }

  private void send(DatagramSocket from, InetSocketAddress to, String text) throws Exception {
    var bytes = (mark + text).getBytes(US_ASCII);
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static Optional<String> elsewhere() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  @Test
  void membersOfAGroupHearEachOther() throws Exception {
    var context = vertx.getOrCreateContext();
    var one = joined(context);
    joined(context);
    on(context, () -> one.send((mark + "hello").getBytes(US_ASCII)));
    // The sender as well.
    await().untilAsserted(() -> assertThat(heard).containsExactly("hello", "hello"));
  }

  @Test
  void onlyShortDatagramsOfRespondersOnTheNetworkAreHeard() throws Exception {
    joined(vertx.getOrCreateContext());
    try (var responder = socket("127.71.3.1", 5353);
        var other = socket("127.71.3.1", 0)) {
      send(other, GROUP, "from another port");
      send(other, HERE, "from another port, to this host");
      send(responder, GROUP, "long".repeat(500));
      if (elsewhere().isPresent()) {
        try (var router = socket(elsewhere().get(), 5353)) {
          send(router, HERE, "from another network");
        }
      }
      send(responder, HERE, "to this host");
      send(responder, GROUP, "to the group");
    }
    await().untilAsserted(() -> assertThat(heard).contains("to the group"));
    assertThat(heard).doesNotContain("from another network").hasSizeBetween(1, 2);
    assertThat(heard).isSubsetOf("to the group", "to this host");
  }

  @Test
  void aGroupThatWasLeftIsNotHeardAndAnyAddressOfThisHostWillDo() throws Exception {
    var context = vertx.getOrCreateContext();
    var one = joined(context);
    var two = new MulticastGroup(context);
    var any = InetAddress.getByName("127.71.3.9");
    on(context, () -> two.join(any, this::hear));
    context.runOnContext(v -> one.leave());
    on(context, () -> two.send((mark + "hello").getBytes(US_ASCII)));
    on(context, () -> one.send((mark + "nobody").getBytes(US_ASCII)));
    await().untilAsserted(() -> assertThat(heard).containsExactly("hello"));
  }

  @Test
  void aPortThatIsHeldByAnotherAloneIsReported() throws Exception {
    var context = vertx.getOrCreateContext();
    var group = new MulticastGroup(context);
    try (var alone = new DatagramSocket(null)) {
      alone.setReuseAddress(false);
      alone.bind(new InetSocketAddress(5353));
      assertThatThrownBy(() -> on(context, () -> group.join(HERE.getAddress(), this::hear)))
          .hasMessageContaining("UDP port 5353 of ")
          .hasMessageContaining("does another program hold it for itself alone?");
    } catch (java.net.BindException e) {
      // Another program of this host shares it, so that nobody can hold it alone.
      assertThat(joined(context)).isNotNull();
    }
  }
}

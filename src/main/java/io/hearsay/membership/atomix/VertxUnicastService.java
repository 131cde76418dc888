package io.hearsay.membership.atomix;

import io.atomix.cluster.messaging.ManagedUnicastService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;
import io.hearsay.membership.crypto.PacketSealer;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Datagrams on one Vert.x socket. All of them are the protocol's, so they carry no subject, which
 * saves bytes: the only subject accepted is {@link Subjects#SWIM}. Datagrams larger than {@link
 * PacketSealer#MAX_DATAGRAM} are dropped unread.
 */
final class VertxUnicastService implements ManagedUnicastService {
  private final Context context;
  private final InetSocketAddress bind;
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private DatagramSocket socket;

  private record Listener(BiConsumer<Address, byte[]> target, Executor executor) {}

  /**
   * Creates the service unbound.
   *
   * @param context on which the socket runs, and on which listeners with a direct executor are
   *     called
   */
  VertxUnicastService(Context context, InetSocketAddress bind) {
    this.context = context;
    this.bind = bind;
  }

  @Override
  public CompletableFuture<UnicastService> start() {
    // Sets no receive buffer size: Vert.x would allocate that much for each datagram, which
    // overloaded a hundred members on two cores. The system's default holds hundreds of datagrams.
    socket = open();
    socket.handler(this::received);
    Promise<DatagramSocket> bound = Promise.promise();
    socket.listen(bind.getPort(), bind.getAddress().getHostAddress()).onComplete(bound);
    return bound.future().map(s -> (UnicastService) this).toCompletionStage().toCompletableFuture();
  }

  /**
   * Opens the socket. The wildcard address means both address families, as it does for TCP: an IPv6
   * socket bound to it also sends and receives IPv4 datagrams. Without IPv6 on the host it is an
   * IPv4 socket.
   */
  private DatagramSocket open() {
    boolean wide = bind.getAddress().isAnyLocalAddress();
    if (wide || bind.getAddress() instanceof java.net.Inet6Address) {
      try {
        return context.owner().createDatagramSocket(new DatagramSocketOptions().setIpV6(true));
      } catch (RuntimeException e) {
        if (!wide) {
          throw e;
        }
      }
    }
    return context.owner().createDatagramSocket(new DatagramSocketOptions());
  }

  private void received(DatagramPacket packet) {
    if (packet.data().length() > PacketSealer.MAX_DATAGRAM) {
      return;
    }
    var sender = new Address(packet.sender().hostAddress(), packet.sender().port());
    var bytes = packet.data().getBytes();
    listeners.values().forEach(l -> l.executor().execute(() -> l.target().accept(sender, bytes)));
  }

  @Override
  public void unicast(Address address, String subject, byte[] message) {
    protocols(subject);
    if (socket != null) {
      // The protocol copes with lost datagrams, so a failure to send is ignored.
      socket.send(Buffer.buffer(message), address.port(), address.host()).onFailure(failure -> {});
    }
  }

  @Override
  public void addListener(String subject, BiConsumer<Address, byte[]> listener, Executor executor) {
    protocols(subject);
    listeners.put(subject, new Listener(listener, executor));
  }

  private static void protocols(String subject) {
    if (!subject.equals(Subjects.SWIM)) {
      throw new IllegalArgumentException("datagrams are about " + Subjects.SWIM + " only");
    }
  }

  @Override
  public void removeListener(String subject, BiConsumer<Address, byte[]> listener) {
    listeners.remove(subject);
  }

  @Override
  public boolean isRunning() {
    return socket != null;
  }

  @Override
  public CompletableFuture<Void> stop() {
    var closing = socket;
    socket = null;
    return closing == null
        ? CompletableFuture.completedFuture(null)
        : closing.close().toCompletionStage().toCompletableFuture();
  }
}

package io.hearsay.membership.mdns;

import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.LocalNetworks;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The group of multicast DNS on one interface, over each address family that the interface has. The
 * port is shared with the host's own responder, if there is one. Confined to one context.
 */
public final class MulticastGroup implements Group {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");
  private static final int PORT = 5353;

  /** Members' datagrams have less than 700 bytes; the rest of the network may send longer ones. */
  private static final int MAX_DATAGRAM = 1500;

  /** Never forwarded, and by this number others can tell that it was not (RFC 6762, 11). */
  private static final int HOPS = 255;

  private final Context context;
  private List<Member> members = List.of();
  private int joined;

  /**
   * The interface to use, with the address families that it has.
   *
   * @param link the interface
   */
  private record Link(NetworkInterface link, boolean four, boolean six) {}

  /** A socket in the group of one address family. */
  private record Member(DatagramSocket socket, String group) {}

  /** Creates a group that nobody has joined; runs on {@code context}. */
  public MulticastGroup(Context context) {
    this.context = context;
  }

  @Override
  public Future<Void> join(InetAddress at, Consumer<byte[]> heard) {
    leave();
    int mine = joined;
    return context
        .executeBlocking(() -> link(at), false)
        .compose(
            link -> {
              var opening = new ArrayList<Future<Member>>();
              if (link.four()) {
                opening.add(open(link.link(), "224.0.0.251", "0.0.0.0", heard));
              }
              if (link.six()) {
                opening.add(open(link.link(), "ff02::fb", "::", heard));
              }
              return Future.join(opening)
                  .transform(
                      done -> {
                        var opened =
                            opening.stream().filter(Future::succeeded).map(Future::result).toList();
                        if (mine != joined) {
                          // It was left, or joined elsewhere, in the meantime.
                          opened.forEach(member -> member.socket().close());
                          return Future.failedFuture(new IOException("it was left"));
                        }
                        members = opened;
                        if (opened.isEmpty()) {
                          return Future.failedFuture(unusable(link.link(), done.cause()));
                        }
                        LOG.infof("found by multicast DNS on %s", link.link().getName());
                        return Future.succeededFuture();
                      });
            });
  }

  private static IOException unusable(NetworkInterface link, Throwable cause) {
    return new IOException(
        "UDP port "
            + PORT
            + " of "
            + link.getName()
            + " cannot be used: "
            + cause.getMessage()
            + "; does another program hold it for itself alone?",
        cause);
  }

  private static Link link(InetAddress at) throws IOException {
    var link = NetworkInterface.getByInetAddress(at);
    if (link == null) {
      link =
          NetworkInterface.networkInterfaces()
              .filter(candidate -> isUsable(candidate, at.isLoopbackAddress()))
              .findFirst()
              .orElseThrow(
                  () -> new IOException("no interface that is up takes part in multicast"));
    }
    var addresses = link.inetAddresses().toList();
    boolean four = addresses.stream().anyMatch(a -> a instanceof Inet4Address);
    // There is no multicast of IPv6 on loopback.
    boolean six =
        !link.isLoopback() && addresses.stream().anyMatch(a -> !(a instanceof Inet4Address));
    return new Link(link, four, six);
  }

  /** An address may be no interface's: that of a router in front, or any of 127.0.0.0/8. */
  private static boolean isUsable(NetworkInterface link, boolean loopback) {
    try {
      return link.isUp()
          && (loopback ? link.isLoopback() : link.supportsMulticast() && !link.isLoopback());
    } catch (SocketException e) {
      return false;
    }
  }

  private Future<Member> open(
      NetworkInterface link, String group, String any, Consumer<byte[]> heard) {
    DatagramSocket socket;
    try {
      socket =
          context
              .owner()
              .createDatagramSocket(
                  new DatagramSocketOptions()
                      .setIpV6(group.contains(":"))
                      .setReuseAddress(true)
                      .setMulticastNetworkInterface(link.getName())
                      .setMulticastTimeToLive(HOPS));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    socket.handler(packet -> received(link, packet, heard));
    return socket
        .listen(PORT, any)
        .compose(bound -> bound.listenMulticastGroup(group, link.getName(), null))
        .map(v -> new Member(socket, group))
        .onFailure(failure -> socket.close());
  }

  /**
   * Passes on what comes from a host of the same network and from the port that responders use. The
   * socket also receives what others send to this host alone, from anywhere.
   */
  private static void received(
      NetworkInterface link, DatagramPacket packet, Consumer<byte[]> heard) {
    var sender = packet.sender();
    var ip = IpLiteral.parse(sender.hostAddress().replaceFirst("%.*", ""));
    if (packet.data().length() <= MAX_DATAGRAM
        && sender.port() == PORT
        && ip.isPresent()
        && LocalNetworks.contains(link, ip.get())) {
      heard.accept(packet.data().getBytes());
    }
  }

  @Override
  public Future<Void> send(byte[] datagram) {
    return Future.join(
            members.stream()
                .map(m -> m.socket().send(Buffer.buffer(datagram), PORT, m.group()))
                .toList())
        .transform(done -> Future.succeededFuture());
  }

  @Override
  public void leave() {
    joined++;
    members.forEach(member -> member.socket().close());
    members = List.of();
  }
}

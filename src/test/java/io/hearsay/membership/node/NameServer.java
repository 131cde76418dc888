package io.hearsay.membership.node;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server on loopback. It answers any question for a service with ports on {@code
 * localhost.test.}, and any for an address with 127.0.0.1; until a test sets the answer, nothing
 * exists.
 */
final class NameServer implements AutoCloseable {
  private static final int A = 1;
  private static final int SRV = 33;

  private final DatagramSocket socket;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile List<Integer> ports = List.of();

  NameServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  int asked() {
    return asked.get();
  }

  void answer(List<Integer> newPorts) {
    ports = newPorts;
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        socket.receive(packet);
        asked.incrementAndGet();
        var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (SocketException e) {
      // The socket was closed.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] answer(byte[] query) throws IOException {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int type = query[end + 2];
    var given = ports;
    int count = given.isEmpty() ? 0 : type == SRV ? given.size() : type == A ? 1 : 0;
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(query, 0, 2);
    out.writeShort(given.isEmpty() ? 0x8183 : 0x8180);
    out.writeShort(1);
    out.writeShort(count);
    out.writeInt(0);
    out.write(query, 12, end + 5 - 12);
    for (int i = 0; i < count; i++) {
      out.writeShort(0xc00c);
      out.writeShort(type);
      out.writeShort(1);
      out.writeInt(1);
      if (type == A) {
        out.writeShort(4);
        out.write(new byte[] {127, 0, 0, 1});
      } else {
        byte[] target = "\tlocalhost\4test\0".getBytes(StandardCharsets.ISO_8859_1);
        out.writeShort(6 + target.length);
        out.writeInt(0);
        out.writeShort(given.get(i));
        out.write(target);
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}

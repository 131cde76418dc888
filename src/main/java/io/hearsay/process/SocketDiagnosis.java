package io.hearsay.process;

import io.hearsay.process.ListenTable.Listening;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The listening TCP sockets of this network namespace, asked of the kernel: sock_diag(7). It looks
 * only at those that listen, where {@code /proc/net/tcp} goes on to the connections, through a
 * table that has room for all of the machine's: a thirtieth of the time.
 */
final class SocketDiagnosis {
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final byte IPPROTO_TCP = 6;
  private static final int ONLY_LISTENING = 1 << 10;

  /** NLM_F_REQUEST and NLM_F_DUMP. */
  private static final short LIST = 0x301;

  private static final short NLMSG_DONE = 3;

  /** {@code struct nlmsghdr}: length, type, flags, sequence number, port. */
  private static final int HEADER = 16;

  /**
   * {@code struct inet_diag_req_v2}: family, protocol, two bytes, states, the socket's addresses.
   */
  private static final int REQUEST = 56;

  /** {@code struct inet_diag_msg}. */
  private static final int MESSAGE = 72;

  private static final int MESSAGE_PORT = 4;
  private static final int MESSAGE_ADDRESS = 8;
  private static final int MESSAGE_INODE = 68;

  private final List<Listening> found = new ArrayList<>();
  private boolean complete;

  /** An address family, as socket(2) numbers it. */
  private enum Family {
    IPV4(2, 4),
    IPV6(10, 16);

    private final int number;
    private final int bytes;

    Family(int number, int bytes) {
      this.number = number;
      this.bytes = bytes;
    }
  }

  private SocketDiagnosis() {}

  /** All listening sockets; empty if the kernel, or what it runs in, does not answer that. */
  static Optional<List<Listening>> listening() {
    return Posix.here().flatMap(new SocketDiagnosis()::ask);
  }

  private Optional<List<Listening>> ask(Posix kernel) {
    for (var family : Family.values()) {
      complete = false;
      kernel.netlink(NETLINK_SOCK_DIAG, request(family), part -> take(part, family));
      if (!complete) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static byte[] request(Family family) {
    var request = ByteBuffer.allocate(HEADER + REQUEST).order(ByteOrder.nativeOrder());
    request.putInt(request.capacity()).putShort(SOCK_DIAG_BY_FAMILY).putShort(LIST);
    request.position(HEADER).put((byte) family.number).put(IPPROTO_TCP);
    request.putInt(HEADER + 4, ONLY_LISTENING);
    return request.array();
  }

  /** Takes the messages of a datagram, each aligned to four bytes; returns whether more follow. */
  private boolean take(ByteBuffer part, Family family) {
    int at = 0;
    while (at + HEADER <= part.limit()) {
      int length = part.getInt(at);
      short type = part.getShort(at + 4);
      if (type == NLMSG_DONE) {
        // Some kernels say here that they had to stop early: a negative number of an error.
        complete = length < HEADER + Integer.BYTES || part.getInt(at + HEADER) >= 0;
        return false;
      }
      if (type != SOCK_DIAG_BY_FAMILY || length < HEADER + MESSAGE || at + length > part.limit()) {
        return false;
      }
      found.add(socket(part, at + HEADER, family));
      at += length + 3 & ~3;
    }
    return true;
  }

  private static Listening socket(ByteBuffer part, int at, Family family) {
    var address = new byte[family.bytes];
    part.get(at + MESSAGE_ADDRESS, address);
    // In network byte order, as in the socket's address.
    int port =
        Byte.toUnsignedInt(part.get(at + MESSAGE_PORT)) << 8
            | Byte.toUnsignedInt(part.get(at + MESSAGE_PORT + 1));
    try {
      return new Listening(
          InetAddress.getByAddress(address),
          port,
          Integer.toUnsignedLong(part.getInt(at + MESSAGE_INODE)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Only for an address of another length", e);
    }
  }
}

package io.hearsay.membership.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads primitive values from a byte array; checks each length against the bytes left before
 * allocating.
 */
final class WireReader {
  private final ByteBuffer in;

  WireReader(byte[] bytes, int offset, int length) {
    in = ByteBuffer.wrap(bytes, offset, length);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  int remaining() {
    return in.remaining();
  }

  int u8() throws MalformedMessageException {
    need(1);
    return in.get() & 0xff;
  }

  int u16() throws MalformedMessageException {
    need(2);
    return in.getShort() & 0xffff;
  }

  int i32() throws MalformedMessageException {
    need(4);
    return in.getInt();
  }

  /** Reads bytes with their length before them, at most this many. */
  Bytes blob(int max) throws MalformedMessageException {
    int length = u16();
    if (length > max) {
      throw new MalformedMessageException(length + " bytes");
    }
    need(length);
    var bytes = new byte[length];
    in.get(bytes);
    return Bytes.of(bytes);
  }

  /** Returns a reader of the next bytes and skips them in this one. */
  WireReader part(int length) throws MalformedMessageException {
    need(length);
    var part = new WireReader(in.array(), in.arrayOffset() + in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  long i64() throws MalformedMessageException {
    need(8);
    return in.getLong();
  }

  /** Reads a non-negative number of at most nine groups of seven bits. */
  long varint() throws MalformedMessageException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedMessageException("number too long");
  }

  /** Reads a string of at most {@code max} bytes; refuses what is not UTF-8. */
  String string(int max) throws MalformedMessageException {
    long length = varint();
    if (length > max) {
      throw new MalformedMessageException("string of " + length + " bytes");
    }
    need((int) length);
    var slice = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessageException("not UTF-8");
    }
  }

  InetSocketAddress address() throws MalformedMessageException {
    int length = u8();
    if (length != 4 && length != 16) {
      throw new MalformedMessageException("address of " + length + " bytes");
    }
    need(length);
    var raw = new byte[length];
    in.get(raw);
    int port = u16();
    try {
      var ip = InetAddress.getByAddress(raw);
      if (port == 0 || ip.isAnyLocalAddress() || ip.isMulticastAddress()) {
        throw new MalformedMessageException("address that nobody can have");
      }
      return new InetSocketAddress(ip, port);
    } catch (UnknownHostException e) {
      throw new MalformedMessageException("address");
    }
  }

  private void need(int bytes) throws MalformedMessageException {
    if (in.remaining() < bytes) {
      throw new MalformedMessageException("cut short");
    }
  }
}

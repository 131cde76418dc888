package io.hearsay.membership.wire;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes primitive values into a growing byte array. */
final class WireWriter {
  private byte[] out;
  private int size;

  WireWriter(int capacity) {
    out = new byte[capacity];
  }

  WireWriter u8(int value) {
    ensure(1);
    out[size++] = (byte) value;
    return this;
  }

  WireWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  WireWriter i32(int value) {
    return u16(value >>> 16).u16(value);
  }

  WireWriter blob(Bytes value) {
    return u16(value.size()).bytes(value.toBytes());
  }

  WireWriter i64(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      u8((int) (value >>> shift));
    }
    return this;
  }

  /** Writes a non-negative number in groups of seven bits. */
  WireWriter varint(long value) {
    long rest = value;
    while (rest >= 0x80) {
      u8((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  WireWriter string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    return bytes(utf8);
  }

  WireWriter address(InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    return u8(ip.length).bytes(ip).u16(address.getPort());
  }

  WireWriter bytes(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, out, size, value.length);
    size += value.length;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(out, size);
  }

  private void ensure(int more) {
    if (out.length - size < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, size + more));
    }
  }
}

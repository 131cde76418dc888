package io.hearsay.drain;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A balancer's answer about the member that asks: one byte, 1 if it gets no new requests, and four
 * bytes for the number of requests under way to it.
 *
 * @param out whether it gets no new requests
 * @param underWay requests and connections under way to it, 0 to {@value #MAX_UNDER_WAY};
 *     meaningless unless it is out
 */
record DrainAnswer(boolean out, int underWay) {
  /** The highest number that is sent or believed. */
  static final int MAX_UNDER_WAY = 999_999_999;

  /** The member may still get new requests. */
  static final DrainAnswer IN = new DrainAnswer(false, 0);

  private static final int BYTES = 1 + Integer.BYTES;

  /** The member gets no new requests and has this many under way. */
  static DrainAnswer out(int underWay) {
    return new DrainAnswer(true, Math.clamp(underWay, 0, MAX_UNDER_WAY));
  }

  /** The encoded answer. */
  byte[] encoded() {
    return ByteBuffer.allocate(BYTES).put((byte) (out ? 1 : 0)).putInt(underWay).array();
  }

  /** Decodes an answer; empty if it is malformed. */
  static Optional<DrainAnswer> decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(bytes);
    int out = in.get();
    int underWay = in.getInt();
    return out >>> 1 != 0 || underWay < 0 || underWay > MAX_UNDER_WAY
        ? Optional.empty()
        : Optional.of(new DrainAnswer(out == 1, underWay));
  }
}

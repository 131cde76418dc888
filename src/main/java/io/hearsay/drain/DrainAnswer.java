package io.hearsay.drain;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a balancer says of the member that asks: one byte, 1 if it gets no new requests, and four of
 * the number of those that it still has.
 *
 * @param out whether it gets no new requests
 * @param underWay requests and connections under way to it, 0 to {@value #MAX_UNDER_WAY}; of no
 *     meaning while it is not out
 */
record DrainAnswer(boolean out, int underWay) {
  /** More is not said, and not believed. */
  static final int MAX_UNDER_WAY = 999_999_999;

  /** It may still get new requests. */
  static final DrainAnswer IN = new DrainAnswer(false, 0);

  private static final int BYTES = 1 + Integer.BYTES;

  /** It gets none any more, and has so many. */
  static DrainAnswer out(int underWay) {
    return new DrainAnswer(true, Math.clamp(underWay, 0, MAX_UNDER_WAY));
  }

  /** As it travels. */
  byte[] encoded() {
    return ByteBuffer.allocate(BYTES).put((byte) (out ? 1 : 0)).putInt(underWay).array();
  }

  /** What travelled, or nothing if it is malformed. */
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

package io.hearsay.membership.transport;

/**
 * Bounds the bytes that all connections together hold while they wait for the rest of a frame. A
 * frame can be authenticated only when it is complete; without a common bound, strangers could make
 * us hold a large incomplete frame for each connection. For one thread.
 */
final class ByteBudget {
  private final long limit;
  private long held;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Reserves this many bytes; false if they exceed the budget, and then nothing is reserved. */
  boolean take(int bytes) {
    if (held + bytes > limit) {
      return false;
    }
    held += bytes;
    return true;
  }

  /** Releases reserved bytes. */
  void give(int bytes) {
    held -= bytes;
  }

  long held() {
    return held;
  }
}

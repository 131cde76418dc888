package io.hearsay.membership.transport;

/**
 * How many bytes all connections together may hold while they wait for the rest of a frame. A frame
 * shows whether it is genuine only when it is whole; without a common bound, strangers could have
 * as many large ones kept for them as there are connections. For one thread.
 */
final class ByteBudget {
  private final long limit;
  private long held;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Room for so many bytes more; false: there is none, and nothing was taken. */
  boolean take(int bytes) {
    if (held + bytes > limit) {
      return false;
    }
    held += bytes;
    return true;
  }

  /** They are held no more. */
  void give(int bytes) {
    held -= bytes;
  }

  long held() {
    return held;
  }
}

package io.hearsay.membership.swim;

import java.util.Arrays;

/** What a later version of the wire format may append: it states its length. */
final class Later {
  private static final byte[] UNKNOWN = {(byte) 200, 0, 5, 1, 2, 3, 4, 5};

  private Later() {}

  /** The payload with an extension appended, if there is room. */
  static byte[] with(byte[] payload, int capacity) {
    if (payload.length + UNKNOWN.length > capacity) {
      return payload;
    }
    var longer = Arrays.copyOf(payload, payload.length + UNKNOWN.length);
    System.arraycopy(UNKNOWN, 0, longer, payload.length, UNKNOWN.length);
    return longer;
  }
}

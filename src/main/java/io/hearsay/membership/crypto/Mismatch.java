package io.hearsay.membership.crypto;

import java.util.Optional;

/** Why a peer cannot be understood. */
public enum Mismatch {
  /** It does not speak Hearsay's protocol. */
  FOREIGN,
  /** It uses another version of the format. */
  VERSION,
  /** It does not encrypt, but this side does. */
  PLAIN,
  /** It encrypts, but this side has no key. */
  SEALED,
  /** Its cluster has another label. */
  LABEL,
  /** It uses none of our keys. */
  KEY;

  private static final int MAGIC = 'H';
  private static final int PARTS = 3;

  /**
   * What is wrong with the first three bytes of a datagram or a connection, which have the same
   * format; empty if nothing is, or if that cannot be known yet.
   *
   * @param begin the first bytes, as many as have arrived
   * @param encrypts whether this side encrypts
   */
  static Optional<Mismatch> of(byte[] begin, int version, boolean encrypts) {
    if (begin.length > 0 && begin[0] != MAGIC) {
      return Optional.of(FOREIGN);
    }
    if (begin.length > 1 && begin[1] != version) {
      // In other protocols with this first byte a letter follows, as in HTTP's HEAD.
      return Optional.of(begin[1] >= ' ' ? FOREIGN : VERSION);
    }
    if (begin.length < PARTS || begin[2] == (encrypts ? 1 : 0)) {
      return Optional.empty();
    }
    return Optional.of(begin[2] == 0 ? PLAIN : begin[2] == 1 ? SEALED : VERSION);
  }
}

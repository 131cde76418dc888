package io.hearsay.membership.crypto;

import java.util.Optional;

/** Why what a peer sends means nothing here. */
public enum Mismatch {
  /** It is not Hearsay's gossip at all. */
  FOREIGN,
  /** It is of another version of the format. */
  VERSION,
  /** The peer does not encrypt, and this side does. */
  PLAIN,
  /** The peer encrypts, and this side has no key. */
  SEALED,
  /** The peer's cluster has another label. */
  LABEL,
  /** It opens with none of our keys. */
  KEY;

  private static final int MAGIC = 'H';
  private static final int PARTS = 3;

  /**
   * What is wrong with the first three bytes of a datagram or a connection, which are alike;
   * nothing if they are ours, or as long as that cannot be told.
   *
   * @param begin the first ones, as many as have come
   * @param encrypts whether this side does
   */
  static Optional<Mismatch> of(byte[] begin, int version, boolean encrypts) {
    if (begin.length > 0 && begin[0] != MAGIC) {
      return Optional.of(FOREIGN);
    }
    if (begin.length > 1 && begin[1] != version) {
      // A letter follows in other protocols that begin so, as HTTP's HEAD does.
      return Optional.of(begin[1] >= ' ' ? FOREIGN : VERSION);
    }
    if (begin.length < PARTS || begin[2] == (encrypts ? 1 : 0)) {
      return Optional.empty();
    }
    return Optional.of(begin[2] == 0 ? PLAIN : begin[2] == 1 ? SEALED : VERSION);
  }
}

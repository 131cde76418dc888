package io.hearsay.membership.crypto;

/** Keeps clusters without a key apart. Stops mistakes, not attackers. */
final class Checksum {
  private Checksum() {}

  /** FNV-1a, 64 bits. */
  static long of(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}

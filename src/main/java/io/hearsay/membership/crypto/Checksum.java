package io.hearsay.membership.crypto;

/** Keeps clusters without a key apart. Protects against mistakes, not attackers. */
final class Checksum {
  private Checksum() {}

  /** The 64-bit FNV-1a hash. */
  static long of(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}

package io.hearsay.membership.crypto;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with 12-byte nonces and 16-byte tags over a keyring. For one thread
 * at a time.
 */
final class Aead {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;
  private static final int BLOCK_BYTES = 16;

  private final Cipher cipher;

  Aead() {
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
  }

  /** Seals with the primary key; the nonce must never repeat under one key. */
  byte[] seal(Keyring ring, byte[] nonce, byte[] associated, byte[] plain) {
    try {
      cipher.init(
          Cipher.ENCRYPT_MODE, ring.keys().getFirst(), new GCMParameterSpec(TAG_BYTES * 8, nonce));
      cipher.updateAAD(associated);
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /**
   * Decrypts the first bytes of a sealed text with each key of the ring. The result is not
   * authenticated, so it may only be used to guess what a stranger sends.
   *
   * @param length number of bytes, at most 16
   */
  static List<byte[]> peek(Keyring ring, byte[] nonce, byte[] sealed, int length) {
    // With a nonce of 12 bytes the counter of the text begins at 2; 1 is used for the tag.
    var counter = Arrays.copyOf(nonce, BLOCK_BYTES);
    counter[BLOCK_BYTES - 1] = 2;
    var all = new ArrayList<byte[]>();
    try {
      var block = Cipher.getInstance("AES/CTR/NoPadding");
      for (SecretKey key : ring.keys()) {
        block.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counter));
        all.add(block.doFinal(sealed, 0, Math.min(length, sealed.length)));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-CTR", e);
    }
    return all;
  }

  /** Opens with any of the keys; empty if none fits. */
  Optional<byte[]> open(
      Keyring ring, byte[] nonce, byte[] associated, byte[] bytes, int offset, int length) {
    for (SecretKey key : ring.keys()) {
      try {
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return Optional.of(cipher.doFinal(bytes, offset, length));
      } catch (GeneralSecurityException e) {
        // Not sealed with this key, or not for us: try the next one.
      }
    }
    return Optional.empty();
  }
}

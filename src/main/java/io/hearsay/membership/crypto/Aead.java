package io.hearsay.membership.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with 12-byte nonces and 16-byte tags over a keyring. For one thread
 * at a time.
 */
final class Aead {
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

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

  /** Opens with whichever key fits. */
  Optional<byte[]> open(
      Keyring ring, byte[] nonce, byte[] associated, byte[] bytes, int offset, int length) {
    for (SecretKey key : ring.keys()) {
      try {
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return Optional.of(cipher.doFinal(bytes, offset, length));
      } catch (GeneralSecurityException e) {
        // Not this key, or not for us: try the next one.
      }
    }
    return Optional.empty();
  }
}

package io.hearsay.cluster.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that nobody changes, with value semantics. */
public final class Blob {
  private static final Blob EMPTY = new Blob(new byte[0]);

  private final byte[] bytes;

  private Blob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** No bytes. */
  public static Blob empty() {
    return EMPTY;
  }

  /** A copy of these bytes. */
  public static Blob of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Blob(bytes.clone());
  }

  /** The text in UTF-8. */
  public static Blob of(String text) {
    return new Blob(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many. */
  public int size() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** As UTF-8; what is malformed becomes U+FFFD. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Tells the size only: what is in it may be a secret. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}

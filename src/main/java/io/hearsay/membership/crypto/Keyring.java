package io.hearsay.membership.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a cluster: the first one seals, any of them opens. Immutable; a rotation replaces the
 * whole ring. An empty ring means no encryption.
 *
 * @param keys AES-256 keys, primary first, at most {@value #MAX_KEYS}
 */
public record Keyring(List<SecretKey> keys) {
  /** Maximum number of keys: each is tried on a datagram that the others do not open. */
  public static final int MAX_KEYS = 8;

  private static final int KEY_BYTES = 32;
  private static final int PRINT_BYTES = 6;

  /** Keeps its own copy. */
  public Keyring {
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("at most " + MAX_KEYS + " keys");
    }
  }

  /** The empty ring: no encryption. */
  public static Keyring none() {
    return new Keyring(List.of());
  }

  /** Whether there is a key. */
  public boolean encrypts() {
    return !keys.isEmpty();
  }

  /**
   * Reads a keyring file: one base64 key of 32 bytes per line, primary first, or the JSON list of
   * strings that Serf writes.
   *
   * @throws IOException if the file cannot be read or has no valid key; the message names the line,
   *     never its content
   */
  public static Keyring read(Path file) throws IOException {
    var keys = new LinkedHashSet<SecretKey>();
    var lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      for (var word : lines.get(i).split("[\\s,\\[\\]\"]+", -1)) {
        if (word.isEmpty()) {
          continue;
        }
        if (word.startsWith("#")) {
          break;
        }
        keys.add(parse(word, file + ", line " + (i + 1)));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(file + " holds no key: write one with `hearsay keygen > " + file + "`");
    }
    if (keys.size() > MAX_KEYS) {
      throw new IOException(
          file + " holds " + keys.size() + " keys, at most " + MAX_KEYS + " are allowed");
    }
    return new Keyring(new ArrayList<>(keys));
  }

  /**
   * Parses a key that an operator gives.
   *
   * @throws IllegalArgumentException if it is invalid; the message says why without showing it
   */
  public static SecretKey key(String base64) {
    try {
      return parse(base64.trim(), "the key");
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The same ring with one more key at its end; this ring if it already has the key. */
  public Keyring with(SecretKey key) {
    if (keys.contains(key)) {
      return this;
    }
    var more = new ArrayList<>(keys);
    more.add(key);
    return new Keyring(more);
  }

  /**
   * The same ring with this key first.
   *
   * @param print fingerprint of the key
   * @throws IllegalArgumentException if it is not in the ring
   */
  public Keyring using(String print) {
    var key = find(print);
    var order = new ArrayList<SecretKey>();
    order.add(key);
    keys.stream().filter(k -> !k.equals(key)).forEach(order::add);
    return new Keyring(order);
  }

  /**
   * The same ring without this key; this ring if it does not have it.
   *
   * @throws IllegalArgumentException if it is the primary key
   */
  public Keyring without(String print) {
    if (print.equals(prints().getFirst())) {
      throw new IllegalArgumentException("it is the primary key: use another one first");
    }
    return new Keyring(keys.stream().filter(k -> !print(k).equals(print)).toList());
  }

  private SecretKey find(String print) {
    return keys.stream()
        .filter(k -> print(k).equals(print))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("it is not installed here"));
  }

  /** The fingerprints of the keys, primary first. */
  public List<String> prints() {
    return keys.stream().map(Keyring::print).toList();
  }

  /**
   * The fingerprint that names a key where the key must not be shown: the first 12 hexadecimal
   * digits of the SHA-256 of {@code hearsay-key} and the key.
   */
  public static String print(SecretKey key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("hearsay-key".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest(key.getEncoded()), 0, PRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** The keys in the format of a keyring file. Secret. */
  public String text() {
    var text = new StringBuilder();
    for (var key : keys) {
      text.append(Base64.getEncoder().encodeToString(key.getEncoded())).append('\n');
    }
    return text.toString();
  }

  /** The keys as a JSON list, the format of Serf's files. Secret. */
  public String json() {
    return text()
        .lines()
        .map(key -> "  \"" + key + "\"")
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static SecretKey parse(String base64, String where) throws IOException {
    try {
      byte[] raw = Base64.getDecoder().decode(base64);
      if (raw.length != KEY_BYTES) {
        throw new IOException(
            where + ": a key of " + raw.length + " bytes, it takes " + KEY_BYTES + " in base64");
      }
      var key = new SecretKeySpec(raw, "AES");
      Arrays.fill(raw, (byte) 0);
      return key;
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": not a key in base64");
    }
  }

  /** Never prints a key. */
  @Override
  public String toString() {
    return keys.size() + " keys";
  }
}

package io.hearsay.membership;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tags of a member: an immutable, sorted map that is always replaced as a whole, so that a
 * deleted tag disappears everywhere. Values are free text here; code that uses one must check it
 * first.
 */
public final class Tags {
  /**
   * Maximum encoded size in bytes: each key and value costs its length in UTF-8, plus 1, or plus 2
   * from 128 bytes on.
   */
  public static final int MAX_BYTES = 512;

  private static final Tags EMPTY = new Tags(new TreeMap<>());

  private final SortedMap<String, String> values;

  private Tags(TreeMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /** No tags at all. */
  public static Tags empty() {
    return EMPTY;
  }

  /**
   * Tags with these entries.
   *
   * @throws IllegalArgumentException if a key is empty or the tags exceed {@link #MAX_BYTES}
   */
  public static Tags of(Map<String, String> values) {
    var sorted = new TreeMap<>(values);
    int size = 0;
    for (var entry : sorted.entrySet()) {
      if (entry.getKey().isEmpty()) {
        throw new IllegalArgumentException("a tag needs a name");
      }
      size += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "tags take "
              + size
              + " bytes, at most "
              + MAX_BYTES
              + " are allowed: shorten or remove some");
    }
    return sorted.isEmpty() ? EMPTY : new Tags(sorted);
  }

  private static int bytes(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length + (length < 128 ? 1 : 2);
  }

  /** The value of a tag, if it is set. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** A sorted, unmodifiable view. */
  public SortedMap<String, String> asMap() {
    return values;
  }

  /** The {@code role} tag, or the empty string. */
  public String role() {
    return values.getOrDefault("role", "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tags tags && values.equals(tags.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}

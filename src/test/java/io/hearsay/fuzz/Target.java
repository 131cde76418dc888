package io.hearsay.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Code that reads what others have written.
 *
 * @param name as in {@code TARGETS=}
 * @param type has {@code public static void fuzzerTestOneInput(byte[])}, Jazzer's entry point
 * @param reader the same; throws anything if the input breaks a promise
 * @param seeds good inputs, which are mutated
 * @param words that mean something to the reader, inserted by mutations
 * @param share one in this many inputs of a run is tried; 1 for a cheap target
 */
public record Target(
    String name, Class<?> type, Reader reader, List<byte[]> seeds, List<byte[]> words, int share) {

  /** Reads one input. */
  @FunctionalInterface
  public interface Reader {
    /** Must return, whatever the bytes are. */
    void read(byte[] input);
  }

  /** Copies the lists. */
  public Target {
    Objects.requireNonNull(type);
    seeds = List.copyOf(seeds);
    words = List.copyOf(words);
  }

  /** The bytes of texts, in UTF-8. */
  public static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /**
   * The text of mutated bytes; anything that is not UTF-8 becomes U+FFFD, as it does for the
   * readers.
   */
  public static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  /** The same without the first byte, which selects a reader. */
  public static String rest(byte[] input) {
    return input.length == 0 ? "" : new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
  }

  /** What the first byte selects, 0 to {@code kinds - 1}. */
  public static int kind(byte[] input, int kinds) {
    return input.length == 0 ? 0 : (input[0] & 0x7f) % kinds;
  }

  /** Throws, naming what was promised, unless the promise holds. */
  public static void hold(boolean promise, String what) {
    if (!promise) {
      throw new AssertionError(what);
    }
  }
}

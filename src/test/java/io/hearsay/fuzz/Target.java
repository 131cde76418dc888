package io.hearsay.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Something that reads what others have written.
 *
 * @param name as in {@code TARGETS=}
 * @param type has {@code public static void fuzzerTestOneInput(byte[])}, where Jazzer begins
 * @param reader the same; throws whatever it likes if the input does what it must not
 * @param seeds good inputs, which are mutated
 * @param words that mean something to the reader, put in by mutations
 * @param share one of so many inputs of a run is tried; 1: it is cheap
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

  /** The bytes of texts. */
  public static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** What mutated bytes say; what is no UTF-8 becomes U+FFFD, as it does for the readers. */
  public static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  /** The same without the first byte, which chooses a reader. */
  public static String rest(byte[] input) {
    return input.length == 0 ? "" : new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
  }

  /** What the first byte chooses, 0 to {@code kinds - 1}. */
  public static int kind(byte[] input, int kinds) {
    return input.length == 0 ? 0 : (input[0] & 0x7f) % kinds;
  }

  /** Fails with what was promised. */
  public static void hold(boolean promise, String what) {
    if (!promise) {
      throw new AssertionError(what);
    }
  }
}

package io.hearsay.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes hostile inputs from good ones. Each input has a number, which reproduces it. Noise alone
 * gets no further than the first check, so most inputs are good except in a few places.
 */
// Error Prone crashes in that check on the content of these literals.
@SuppressWarnings("StringConcatToTextBlock")
final class Mutator {
  private static final int MAX_BYTES = 4096;
  private static final int MAX_NOISE = 1500;

  /** Values that are unusual to many readers, whatever they read. */
  private static final List<byte[]> ODD =
      Target.bytes(
          "\0",
          "\n",
          "\r",
          " ",
          "\t",
          "\u2028",
          "\u202e",
          "\ud83d\ude00",
          "é",
          "\"",
          "'",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "-1",
          "0",
          "99999999999",
          "9223372036854775808",
          "1e999",
          "0x7f",
          "null",
          "true",
          "../",
          "%00",
          "#",
          "$",
          "*",
          "\u001b[2J");

  private final List<byte[]> seeds;
  private final List<byte[]> words;

  Mutator(Target target) {
    this.seeds = target.seeds();
    var all = new ArrayList<>(ODD);
    all.addAll(target.words());
    // As often as all the unusual values together.
    for (int i = 0; !target.words().isEmpty() && i < ODD.size(); i++) {
      all.add(target.words().get(i % target.words().size()));
    }
    this.words = all;
  }

  /** The input with that number. */
  byte[] input(long number) {
    var random = new SplittableRandom(number);
    return switch (random.nextInt(16)) {
      case 0 -> noise(random, random.nextInt(MAX_NOISE));
      case 1 -> begun(random);
      case 2, 3 -> cut(random, seed(random));
      case 4, 5 -> spliced(random);
      default -> mutated(random, seed(random));
    };
  }

  private byte[] seed(SplittableRandom random) {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private static byte[] noise(SplittableRandom random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Begins like a good input, to get deeper than noise alone. */
  private byte[] begun(SplittableRandom random) {
    var bytes = noise(random, 1 + random.nextInt(80));
    var good = seed(random);
    int same = Math.min(bytes.length, Math.min(good.length, 1 + random.nextInt(20)));
    System.arraycopy(good, 0, bytes, 0, same);
    return bytes;
  }

  private static byte[] cut(SplittableRandom random, byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private byte[] spliced(SplittableRandom random) {
    var a = seed(random);
    var b = seed(random);
    int head = random.nextInt(a.length + 1);
    int from = random.nextInt(b.length + 1);
    return replaced(a, head, a.length, Arrays.copyOfRange(b, from, b.length));
  }

  private byte[] mutated(SplittableRandom random, byte[] good) {
    var bytes = good.clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes = edited(random, bytes);
    }
    return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
  }

  private byte[] edited(SplittableRandom random, byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    if (at == bytes.length) {
      return replaced(bytes, at, at, word(random));
    }
    int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextInt(8) == 0 ? 64 : 8));
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] = (byte) random.nextInt();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
      case 3 -> {
        return replaced(bytes, at, to, new byte[0]);
      }
      case 4 -> {
        // Something that is there once occurs again elsewhere.
        int there = random.nextInt(bytes.length + 1);
        return replaced(bytes, there, there, Arrays.copyOfRange(bytes, at, to));
      }
      case 5 -> {
        return replaced(bytes, at, to, word(random));
      }
      default -> {
        return replaced(bytes, at, at, word(random));
      }
    }
    return bytes;
  }

  private byte[] word(SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    var changed = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, changed, 0, from);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(bytes, to, changed, from + by.length, bytes.length - to);
    return changed;
  }
}

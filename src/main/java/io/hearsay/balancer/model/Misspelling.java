package io.hearsay.balancer.model;

import java.util.Locale;

/** Recognises a word as a misspelling of another. */
final class Misspelling {
  private Misspelling() {}

  /**
   * Whether the words differ by one letter omitted, inserted, replaced or swapped with its
   * neighbour, or only by case; false if they are equal.
   */
  static boolean of(String word, String written) {
    var other = written.toLowerCase(Locale.ROOT);
    if (word.equals(other)) {
      return !word.equals(written);
    }
    int begin = 0;
    int shorter = Math.min(word.length(), other.length());
    while (begin < shorter && word.charAt(begin) == other.charAt(begin)) {
      begin++;
    }
    var left = word.substring(begin);
    var right = other.substring(begin);
    return same(left, 1, right, 1)
        || same(left, 1, right, 0)
        || same(left, 0, right, 1)
        || (isSwapped(left, right) && same(left, 2, right, 2));
  }

  private static boolean same(String a, int fromA, String b, int fromB) {
    return a.length() >= fromA
        && b.length() >= fromB
        && a.substring(fromA).equals(b.substring(fromB));
  }

  private static boolean isSwapped(String a, String b) {
    return a.length() > 1
        && b.length() > 1
        && a.charAt(0) == b.charAt(1)
        && a.charAt(1) == b.charAt(0);
  }
}

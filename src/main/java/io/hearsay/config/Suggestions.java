package io.hearsay.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/** Suggests known names for misspelt ones. */
public final class Suggestions {
  private static final int FAR = 4;

  private Suggestions() {}

  /** {@code "; did you mean X?"}, or an empty text. */
  public static String hint(String text, Collection<String> known) {
    return hint(text, known, k -> k);
  }

  /** The same, showing names in full. */
  static String hint(String text, Collection<String> known, UnaryOperator<String> full) {
    return known.stream()
        .filter(k -> distance(text, k) < FAR)
        .min(Comparator.comparingInt(k -> distance(text, k)))
        .map(k -> "; did you mean " + full.apply(k) + "?")
        .orElse("");
  }

  /** The Levenshtein distance: how many letters to insert, delete or replace. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}

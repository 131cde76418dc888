package io.hearsay.http.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Selects what the page lists: everything, or only items whose text contains each of some words. A
 * word such as {@code status:failed} matches only that field, and its whole value.
 *
 * @param text as in the URL
 * @param words its words in lower case
 */
record Filter(String text, List<String> words) {
  /** Matches everything. */
  static final Filter NONE = new Filter("", List.of());

  /**
   * Longer filters are truncated: nobody types this much, and each word adds to the cost of every
   * row.
   */
  static final int MAX_CHARACTERS = 100;

  private static final String END = "\n";
  private static final Set<String> FIELDS =
      Set.of("status", "role", "service", "zone", "health", "mode", "group", "state", "type");

  /** The filter in a parameter of the URL, {@code null} if absent. */
  static Filter of(String asked) {
    if (asked == null || asked.isBlank()) {
      return NONE;
    }
    var text = asked.strip();
    text = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    return new Filter(text, Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\s+")));
  }

  /** Whether it matches everything. */
  boolean isEmpty() {
    return words.isEmpty();
  }

  /** Whether an item with this {@linkplain #searched text} matches. */
  boolean takes(String searched) {
    return words.stream()
        .allMatch(word -> searched.contains(isField(word) ? END + word + END : word));
  }

  private static boolean isField(String word) {
    int colon = word.indexOf(':');
    return colon > 0 && FIELDS.contains(word.substring(0, colon));
  }

  /** The text that filters are applied to: one line per part. */
  static String searched(List<String> parts) {
    var all = new ArrayList<>(parts);
    all.addFirst("");
    all.addLast("");
    return String.join(END, all).toLowerCase(Locale.ROOT);
  }
}

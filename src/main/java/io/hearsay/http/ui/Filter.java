package io.hearsay.http.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a reader wants to see of everything that the page lists: all of it, or what has each of some
 * words in its text. A word such as {@code status:failed} means that field alone, and all of its
 * value.
 *
 * @param text as it stands in the address
 * @param words of it, in lower case
 */
record Filter(String text, List<String> words) {
  /** Everything. */
  static final Filter NONE = new Filter("", List.of());

  /** Longer ones are cut: nobody types so much, and each costs a little at each row. */
  static final int MAX_CHARACTERS = 100;

  private static final String END = "\n";
  private static final Set<String> FIELDS =
      Set.of("status", "role", "service", "zone", "health", "mode", "group", "state", "type");

  /** Of a parameter of the address, {@code null} if it is not there. */
  static Filter of(String asked) {
    if (asked == null || asked.isBlank()) {
      return NONE;
    }
    var text = asked.strip();
    text = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    return new Filter(text, Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\s+")));
  }

  /** Whether it lets everything through. */
  boolean isEmpty() {
    return words.isEmpty();
  }

  /** Whether it lets through what has that {@linkplain #searched text}. */
  boolean takes(String searched) {
    return words.stream()
        .allMatch(word -> searched.contains(isField(word) ? END + word + END : word));
  }

  private static boolean isField(String word) {
    int colon = word.indexOf(':');
    return colon > 0 && FIELDS.contains(word.substring(0, colon));
  }

  /** The text in which a filter looks: a line for each part. */
  static String searched(List<String> parts) {
    var all = new ArrayList<>(parts);
    all.addFirst("");
    all.addLast("");
    return String.join(END, all).toLowerCase(Locale.ROOT);
  }
}

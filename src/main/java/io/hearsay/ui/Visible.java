package io.hearsay.ui;

/**
 * Text from other members, made so that a reader sees all of it: what has no shape of its own
 * (controls, bidirectional overrides, odd spaces, stacked accents) is shown as {@code ⟨U+202E⟩}.
 * Two different texts never look the same for that reason. HTML is escaped later, by the template.
 */
final class Visible {
  private static final int OPENING = '⟨';
  private static final int MAX_ACCENTS = 2;

  private Visible() {}

  /** The text with everything invisible shown. */
  static String text(String text) {
    var shown = new StringBuilder(text.length());
    int accents = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      accents = isAccent(point) ? accents + 1 : 0;
      if (point == OPENING || isShapeless(point) || accents > MAX_ACCENTS) {
        shown.append(String.format("⟨U+%04X⟩", point));
      } else {
        shown.appendCodePoint(point);
      }
    }
    return shown.toString();
  }

  /**
   * The same, shortened.
   *
   * @param limit characters of the text that are kept
   */
  static String text(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text(text);
    }
    return text(text.substring(0, text.offsetByCodePoints(0, limit))) + "…";
  }

  private static boolean isAccent(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> false;
    };
  }

  private static boolean isShapeless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> point != ' ';
      default -> false;
    };
  }
}

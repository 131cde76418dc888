package io.hearsay.text;

/**
 * Text from other members, made so that a reader sees all of it: what has no shape of its own
 * (controls, bidirectional overrides, odd spaces, stacked accents) is shown as {@code ⟨U+202E⟩}.
 * Two different texts never look the same for that reason, and nobody forges a line of a log. All
 * that members say goes through here before it reaches a log, a page or a script. HTML is escaped
 * later, by the template.
 */
public final class VisibleText {
  private static final int OPENING = '⟨';
  private static final int MAX_ACCENTS = 2;

  private VisibleText() {}

  /** The text with everything invisible shown. */
  public static String text(String text) {
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
  public static String text(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text(text);
    }
    return text(text.substring(0, text.offsetByCodePoints(0, limit))) + "…";
  }

  /**
   * A field of a line that a script reads, fields being separated by tabs: a tab, a line feed and a
   * carriage return as a backslash and {@code t}, {@code n} and {@code r}, other controls as a
   * backslash, {@code u} and four digits. All else stays as it is, so that scripts find what was
   * set.
   */
  public static String field(String text) {
    var shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\t' -> shown.append("\\t");
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        default -> {
          if (Character.isISOControl(c)) {
            shown.append(escape(c));
          } else {
            shown.append(c);
          }
        }
      }
    }
    return shown.toString();
  }

  /**
   * JSON for a terminal or a file, with everything invisible but line feeds as an escape, which
   * means the same.
   */
  public static String json(String text) {
    var shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
        shown.append(escape(c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static String escape(char c) {
    return String.format("\\u%04x", (int) c);
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

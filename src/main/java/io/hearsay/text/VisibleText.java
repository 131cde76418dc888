package io.hearsay.text;

/**
 * Makes text from other members fully visible: characters without a shape of their own (controls,
 * bidirectional overrides, unusual spaces, stacked accents) are shown as {@code ⟨U+202E⟩}. This
 * keeps two different texts from looking the same because of such characters, and keeps anybody
 * from forging a log line. Everything that members say passes through here before it reaches a log,
 * a page or a script. HTML is escaped later, by the template.
 */
public final class VisibleText {
  private static final int OPENING = '⟨';
  private static final int MAX_ACCENTS = 2;

  private VisibleText() {}

  /** The text with its invisible characters escaped. */
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
   * As {@link #text(String)}, but shortened.
   *
   * @param limit number of characters of the text to keep
   */
  public static String text(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text(text);
    }
    return text(text.substring(0, text.offsetByCodePoints(0, limit))) + "…";
  }

  /**
   * Escapes one field of a tab-separated line that a script reads: tab, line feed and carriage
   * return become a backslash followed by {@code t}, {@code n} or {@code r}; other control
   * characters a backslash, {@code u} and four hexadecimal digits. Everything else stays as it is,
   * so that scripts find the value that was set.
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
   * JSON for a terminal or a file, with all invisible characters except line feeds escaped; it
   * still means the same.
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

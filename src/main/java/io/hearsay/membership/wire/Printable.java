package io.hearsay.membership.wire;

/**
 * Checks that text from other members is safe in a log line: nothing in it starts another line,
 * moves the cursor, or changes the direction of writing.
 */
public final class Printable {
  private Printable() {}

  /** Whether every character is visible or a plain space. */
  public static boolean is(String text) {
    return text.codePoints().noneMatch(Printable::isShapeless);
  }

  /** The text with a question mark in place of each other character. */
  public static String of(String text) {
    if (is(text)) {
      return text;
    }
    var shown = new StringBuilder(text.length());
    text.codePoints().map(c -> isShapeless(c) ? '?' : c).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isShapeless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}

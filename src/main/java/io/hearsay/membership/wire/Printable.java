package io.hearsay.membership.wire;

/**
 * Text from other members that may stand in a line of a log: nothing that starts another line,
 * moves the cursor, or turns the direction of writing.
 */
public final class Printable {
  private Printable() {}

  /** Whether every character has a shape, or is a plain space. */
  public static boolean is(String text) {
    return text.codePoints().noneMatch(Printable::isShapeless);
  }

  /** The text with a question mark for each character that has no shape. */
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

package io.hearsay.proxy;

/**
 * A text whose HAProxy came up and was not confirmed. It is not tried again by itself, whatever
 * servers it has.
 *
 * @param frame the text without its servers
 * @param why in words for an operator
 */
record Unconfirmed(Object frame, String why) {
  static Unconfirmed of(String text, String why) {
    return new Unconfirmed(frameOf(text), why);
  }

  /** Whether a text is the same but for its servers. */
  boolean is(String text) {
    return frame.equals(frameOf(text));
  }

  private static Object frameOf(String text) {
    return ConfigText.parse(text).<Object>map(ConfigText::frame).orElse(text);
  }
}

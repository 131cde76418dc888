package io.hearsay.balancer.apply;

import io.hearsay.balancer.plan.ConfigText;

/**
 * A text whose HAProxy came up and was not confirmed. It is not tried again by itself, whatever
 * servers it has.
 *
 * @param frame the text without its servers
 * @param why in words for an operator
 */
public record UnconfirmedConfig(Object frame, String why) {
  /** Remembers {@code text} without its servers. */
  public static UnconfirmedConfig of(String text, String why) {
    return new UnconfirmedConfig(frameOf(text), why);
  }

  /** Whether a text is the same but for its servers. */
  public boolean is(String text) {
    return frame.equals(frameOf(text));
  }

  private static Object frameOf(String text) {
    return ConfigText.parse(text).<Object>map(ConfigText::frame).orElse(text);
  }
}

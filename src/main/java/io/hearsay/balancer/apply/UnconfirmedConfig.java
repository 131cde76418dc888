package io.hearsay.balancer.apply;

import io.hearsay.balancer.plan.ConfigText;

/**
 * A text whose HAProxy came up but was not confirmed. It is not retried automatically, whatever its
 * servers.
 *
 * @param frame the text without its servers
 * @param why the reason, for an operator
 */
public record UnconfirmedConfig(Object frame, String why) {
  /** Creates an instance from {@code text}, without its servers. */
  public static UnconfirmedConfig of(String text, String why) {
    return new UnconfirmedConfig(frameOf(text), why);
  }

  /** Whether a text is the same apart from its servers. */
  public boolean is(String text) {
    return frame.equals(frameOf(text));
  }

  private static Object frameOf(String text) {
    return ConfigText.parse(text).<Object>map(ConfigText::frame).orElse(text);
  }
}

package io.hearsay.balancer;

import java.util.Optional;

/**
 * Texts of the configuration that an operator may want to compare. Texts longer than {@value
 * #MAX_CHARACTERS} characters are not kept.
 *
 * @param change the last change of the text that HAProxy runs with
 * @param refused a text that HAProxy has refused and that is still wanted
 */
public record ConfigTexts(Optional<Change> change, Optional<Refused> refused) {
  /** More than any configuration has, while two of them take only a few MiB. */
  static final int MAX_CHARACTERS = 1 << 20;

  /** Nothing has been applied yet, or the previous text is unknown. */
  public static final ConfigTexts NONE = new ConfigTexts(Optional.empty(), Optional.empty());

  /** The text before and after a change. */
  public record Change(String before, String after) {}

  /**
   * A text that HAProxy has refused.
   *
   * @param error HAProxy's reason, which refers to lines of the text
   */
  public record Refused(String text, String error) {}

  /** HAProxy now runs with the text {@code after}, which may be the same as before. */
  ConfigTexts runs(Optional<String> before, Optional<String> after) {
    if (after.isEmpty() || before.equals(after)) {
      return this;
    }
    return new ConfigTexts(
        before
            .filter(ConfigTexts::isKept)
            .filter(b -> isKept(after.get()))
            .map(b -> new Change(b, after.get())),
        refused);
  }

  /** HAProxy has refused a text. */
  ConfigTexts refused(String text, String error) {
    return new ConfigTexts(
        change, Optional.of(new Refused(text, error)).filter(r -> isKept(r.text())));
  }

  /** HAProxy runs with what is wanted. */
  ConfigTexts accepted() {
    return refused.isEmpty() ? this : new ConfigTexts(change, Optional.empty());
  }

  private static boolean isKept(String text) {
    return text.length() <= MAX_CHARACTERS;
  }
}

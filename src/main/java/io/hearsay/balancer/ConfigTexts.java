package io.hearsay.balancer;

import java.util.Optional;

/**
 * Texts of the configuration that an operator may want to compare. Bounded: of longer ones than
 * {@value #MAX_CHARACTERS} characters nothing is kept.
 *
 * @param change the last one of what HAProxy runs with
 * @param refused what HAProxy did not take and is still wanted
 */
public record ConfigTexts(Optional<Change> change, Optional<Refused> refused) {
  /** Far more than any configuration has: two of them are a few MiB. */
  static final int MAX_CHARACTERS = 1 << 20;

  /** Nothing was applied yet, or it is not known what was there before. */
  public static final ConfigTexts NONE = new ConfigTexts(Optional.empty(), Optional.empty());

  /** What was there before, and what came after. */
  public record Change(String before, String after) {}

  /**
   * A text that is not used.
   *
   * @param error why, in HAProxy's words, which name lines of the text
   */
  public record Refused(String text, String error) {}

  /** HAProxy runs with another text than before, or with the same. */
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

  /** HAProxy does not take a text. */
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

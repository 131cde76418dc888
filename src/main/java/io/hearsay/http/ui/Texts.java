package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import java.util.Optional;

/**
 * The panels of texts, worked out once for each text and not for each drawing. For one thread at a
 * time.
 */
final class Texts {
  private Optional<ConfigTexts.Change> change = Optional.empty();
  private Optional<ConfigTexts.Refused> refused = Optional.empty();
  private TextPanel changePanel = TextPanel.NONE;
  private TextPanel refusedPanel = TextPanel.NONE;

  /** Looks at the newest ones. */
  void look(ConfigTexts texts) {
    // The same objects for as long as nothing has changed: to compare the texts would cost more.
    if (isOther(change, texts.change())) {
      change = texts.change();
      changePanel = change.map(TextPanel::of).orElse(TextPanel.NONE);
    }
    if (isOther(refused, texts.refused())) {
      refused = texts.refused();
      refusedPanel = refused.map(TextPanel::of).orElse(TextPanel.NONE);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private static <T> boolean isOther(Optional<T> known, Optional<T> now) {
    return known.isPresent() != now.isPresent() || (now.isPresent() && known.get() != now.get());
  }

  /** What was changed last. */
  TextPanel change() {
    return changePanel;
  }

  /** What is refused. */
  TextPanel refused() {
    return refusedPanel;
  }
}

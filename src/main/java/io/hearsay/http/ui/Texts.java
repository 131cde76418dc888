package io.hearsay.http.ui;

import io.hearsay.balancer.ConfigTexts;
import java.util.Optional;

/** The panels of texts, computed once per text and not per drawing. For one thread at a time. */
final class Texts {
  private Optional<ConfigTexts.Change> change = Optional.empty();
  private Optional<ConfigTexts.Refused> refused = Optional.empty();
  private TextPanel changePanel = TextPanel.NONE;
  private TextPanel refusedPanel = TextPanel.NONE;

  /** Takes the newest texts. */
  void look(ConfigTexts texts) {
    // Compares identities, as the objects stay the same while nothing changes and comparing texts
    // would cost more.
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

  /** The last change. */
  TextPanel change() {
    return changePanel;
  }

  /** The refused text. */
  TextPanel refused() {
    return refusedPanel;
  }
}

package io.hearsay.balancer.render;

import io.hearsay.option.OptionTypes;
import java.time.Duration;
import java.util.Optional;

/** A setting's value as a template reads it. */
final class OptionText {
  private OptionText() {}

  /**
   * A time in milliseconds as HAProxy writes it, a choice in small letters, a number or a truth
   * value as such; the empty text if there is none, which counts as false in a condition.
   */
  static Object of(Optional<?> value) {
    return switch (value.orElse(null)) {
      case null -> "";
      case Duration time -> time.toMillis() + "ms";
      case Enum<?> choice -> OptionTypes.text(choice);
      case Integer number -> number;
      case Boolean truth -> truth;
      case Object other -> other.toString();
    };
  }
}

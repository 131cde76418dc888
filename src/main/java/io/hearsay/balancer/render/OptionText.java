package io.hearsay.balancer.render;

import io.hearsay.option.OptionTypes;
import java.time.Duration;
import java.util.Optional;

/** Converts a setting's value to what a template reads. */
final class OptionText {
  private OptionText() {}

  /**
   * A duration in milliseconds in HAProxy's notation, a choice in lower case, a number or boolean
   * as it is; if there is no value, the empty text, which counts as false in a condition.
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

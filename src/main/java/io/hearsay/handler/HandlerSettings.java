package io.hearsay.handler;

import io.hearsay.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The event handlers.
 *
 * @param limit how long a script may run before it and what it started are killed
 */
public record HandlerSettings(List<HandlerSpec> handlers, Duration limit) {
  /** The settings from the values of {@link HandlerOption#GROUP}. */
  public static HandlerSettings of(OptionValues values) {
    var handlers =
        Stream.of(HandlerOption.HANDLERS, HandlerOption.EVENT_HANDLER)
            .flatMap(option -> values.get(option).stream())
            .toList();
    return new HandlerSettings(handlers, values.get(HandlerOption.LIMIT));
  }
}

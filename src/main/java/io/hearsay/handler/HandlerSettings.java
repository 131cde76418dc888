package io.hearsay.handler;

import io.hearsay.option.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts.
 *
 * @param limit how long a script may run; then it is killed with what it started
 */
public record HandlerSettings(List<HandlerSpec> handlers, Duration limit) {
  /** From what was given for {@link HandlerOption#GROUP}. */
  public static HandlerSettings of(OptionValues values) {
    var handlers =
        Stream.of(HandlerOption.HANDLERS, HandlerOption.EVENT_HANDLER)
            .flatMap(option -> values.get(option).stream())
            .toList();
    return new HandlerSettings(handlers, values.get(HandlerOption.LIMIT));
  }
}

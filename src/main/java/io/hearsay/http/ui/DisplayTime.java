package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An instant for display.
 *
 * @param iso for machines and the tooltip, in UTC to the second
 * @param ago how long ago it was, in words
 */
public record DisplayTime(String iso, String ago) implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "iso" -> iso;
          case "ago" -> ago;
          default -> null;
        });
  }

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int ONE_UNIT_UP_TO = 2;

  static DisplayTime of(Instant then, Instant now) {
    return new DisplayTime(
        then.truncatedTo(ChronoUnit.SECONDS).toString(), words(Duration.between(then, now)));
  }

  /**
   * {@code 45 s}, {@code 12 min}, {@code 5 h}, {@code 3 d}; a unit is used from two of it on. The
   * page's script does the same.
   */
  static String words(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < ONE_UNIT_UP_TO * MINUTE) {
      return seconds + " s";
    }
    if (seconds < ONE_UNIT_UP_TO * HOUR) {
      return seconds / MINUTE + " min";
    }
    return seconds < ONE_UNIT_UP_TO * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
  }
}

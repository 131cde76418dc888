package io.hearsay.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Option types that several packages use. */
public final class OptionTypes {
  /** Any text. */
  public static final OptionType<String> TEXT = OptionType.of("text", text -> text);

  /** True or false; the flag alone means true. */
  public static final OptionType<Boolean> SWITCH =
      OptionType.of(
          "`true`, `false`",
          text -> {
            if (!text.equals("true") && !text.equals("false")) {
              throw new IllegalArgumentException("it takes true or false");
            }
            return text.equals("true");
          });

  /** A time of 0 or more. */
  public static final OptionType<Duration> DURATION =
      OptionType.of("time: `500ms`, `5s`, `1m`", OptionTypes::duration);

  /** A time longer than 0. */
  public static final OptionType<Duration> POSITIVE_DURATION =
      OptionType.of("time longer than 0", OptionTypes::positive);

  /** A file or directory, relative to the working directory. */
  public static final OptionType<Path> PATH =
      OptionType.of("path", text -> Path.of(text).toAbsolutePath());

  private static final Pattern DURATION_TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m)");
  private static final Pattern NUMBER_TEXT = Pattern.compile("0|[1-9][0-9]{0,8}");

  private OptionTypes() {}

  /** A whole number within bounds, both inclusive. */
  public static OptionType<Integer> number(int least, int most) {
    return OptionType.of(
        "number from " + least + " to " + most,
        text -> {
          if (NUMBER_TEXT.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
              return number;
            }
          }
          throw new IllegalArgumentException("it takes a number from " + least + " to " + most);
        });
  }

  /** One of these constants, written in lower case with dashes. */
  @SafeVarargs
  public static <E extends Enum<E>> OptionType<E> oneOf(E... choices) {
    var names = Arrays.stream(choices).map(OptionTypes::text).toList();
    var last = names.size() - 1;
    var message =
        "there are " + String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    return OptionType.of(
        names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", ")),
        text -> {
          int place = names.indexOf(text);
          if (place < 0) {
            throw new IllegalArgumentException(message);
          }
          return choices[place];
        });
  }

  /** A constant as users, HAProxy and template authors write it. */
  public static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Parses a duration.
   *
   * @throws IllegalArgumentException if it is malformed; the message says how to write one
   */
  public static Duration duration(String text) {
    var parts = DURATION_TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a time is given as 500ms, 5s or 1m");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static Duration positive(String text) {
    var duration = duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("it takes a time longer than 0");
    }
    return duration;
  }
}

package io.hearsay.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The order in which {@code hearsay top} lists servers and members. */
enum TopOrder {
  /** By name. */
  NAME,
  /** Those with something wrong first. */
  STATE,
  /** The highest load first: requests per second, or the round trip to a member. */
  LOAD,
  /** The most errors first. */
  ERRORS;

  static List<String> names() {
    return Arrays.stream(values()).map(TopOrder::text).toList();
  }

  /** The order of that name. */
  static TopOrder named(String name) {
    return valueOf(Arguments.choice("--sort", name, names()).toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  TopOrder next() {
    return switch (this) {
      case NAME -> STATE;
      case STATE -> LOAD;
      case LOAD -> ERRORS;
      case ERRORS -> NAME;
    };
  }

  Comparator<TopRow> order() {
    var byName = Comparator.comparing(TopRow::name);
    return switch (this) {
      case NAME -> byName;
      case STATE -> Comparator.comparingInt(TopRow::trouble).reversed().thenComparing(byName);
      case LOAD -> Comparator.comparingDouble(TopRow::load).reversed().thenComparing(byName);
      case ERRORS -> Comparator.comparingLong(TopRow::errors).reversed().thenComparing(byName);
    };
  }
}

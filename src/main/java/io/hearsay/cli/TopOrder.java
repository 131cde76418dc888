package io.hearsay.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** In which order {@code hearsay top} lists servers and members. */
enum TopOrder {
  /** By name. */
  NAME(Comparator.comparing(TopRow::name)),
  /** What is not well first. */
  STATE(Comparator.comparing(TopRow::trouble).reversed().thenComparing(TopRow::name)),
  /** What has the most to do first: requests a second, or the round trip to a member. */
  LOAD(Comparator.comparing(TopRow::load).reversed().thenComparing(TopRow::name)),
  /** What has failed the most first. */
  ERRORS(Comparator.comparing(TopRow::errors).reversed().thenComparing(TopRow::name));

  private final Comparator<TopRow> order;

  TopOrder(Comparator<TopRow> order) {
    this.order = order;
  }

  static List<String> names() {
    return List.of(values()).stream().map(TopOrder::text).toList();
  }

  /** The order of that name. */
  static TopOrder named(String name) {
    return valueOf(Arguments.choice("--sort", name, names()).toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  TopOrder next() {
    return values()[(ordinal() + 1) % values().length];
  }

  Comparator<TopRow> order() {
    return order;
  }
}

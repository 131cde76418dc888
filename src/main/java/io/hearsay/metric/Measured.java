package io.hearsay.metric;

import java.util.Map;

/**
 * A histogram with its name.
 *
 * @param name what is measured, in lower case with dots, without its unit
 * @param help what it means, in one line; the same for all of that name
 * @param labels that tell those of the same name apart; none or few, and their values too
 * @param durations what was recorded
 */
public record Measured(
    String name, String help, Map<String, String> labels, Histogram.Snapshot durations) {
  /** One that is alone of its name. */
  public static Measured of(String name, String help, Histogram histogram) {
    return new Measured(name, help, Map.of(), histogram.snapshot());
  }
}

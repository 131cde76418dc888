package io.hearsay.metric;

import java.util.Map;

/**
 * A histogram with its name.
 *
 * @param name what is measured, in lower case with dots, without a unit
 * @param help what it means, in one line; the same for all histograms of that name
 * @param labels that distinguish histograms of the same name; few, with few values each, or none
 * @param durations the recorded durations
 */
public record Measured(
    String name, String help, Map<String, String> labels, Histogram.Snapshot durations) {
  /** The only histogram of its name. */
  public static Measured of(String name, String help, Histogram histogram) {
    return new Measured(name, help, Map.of(), histogram.snapshot());
  }
}

package io.hearsay.testkit;

import java.util.stream.Stream;

/**
 * Metrics in Prometheus' text format.
 *
 * @param text the whole exposition
 */
public record Metrics(String text) {
  /** The sum of all series with that name and any labels. */
  public double sum(String name) {
    return lines(name + "{", name + " ")
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The number of series whose names begin with the prefix. */
  public long series(String prefix) {
    return lines(prefix).filter(line -> !line.startsWith("#")).count();
  }

  private Stream<String> lines(String... starts) {
    return text.lines().filter(line -> Stream.of(starts).anyMatch(line::startsWith));
  }
}

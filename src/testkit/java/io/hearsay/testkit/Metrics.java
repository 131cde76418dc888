package io.hearsay.testkit;

import java.util.stream.Stream;

/**
 * Metrics in the text format of Prometheus.
 *
 * @param text all of it
 */
public record Metrics(String text) {
  /** The sum of all series of that name, which may have labels. */
  public double sum(String name) {
    return lines(name + "{", name + " ")
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How many series there are whose names begin so. */
  public long series(String prefix) {
    return lines(prefix).filter(line -> !line.startsWith("#")).count();
  }

  private Stream<String> lines(String... starts) {
    return text.lines().filter(line -> Stream.of(starts).anyMatch(line::startsWith));
  }
}

package io.hearsay.bench.apply;

import java.util.List;

/** Times in milliseconds, sorted. */
record Millis(List<Double> sorted) {
  Millis {
    sorted = sorted.stream().sorted().toList();
  }

  int size() {
    return sorted.size();
  }

  double median() {
    return (sorted.get((size() - 1) / 2) + sorted.get(size() / 2)) / 2;
  }

  double max() {
    return sorted.getLast();
  }
}

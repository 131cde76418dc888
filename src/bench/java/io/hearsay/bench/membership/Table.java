package io.hearsay.bench.membership;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** The samples side by side. */
final class Table {
  private static final String ROW = "%3s %-41s %4s %8s  %-24s %-24s %6s  %s%n";

  private final Samples results;
  private final SortedSet<Integer> rows;

  Table(Samples results, SortedSet<Integer> rows) {
    this.results = results;
    this.rows = rows;
  }

  String print(String hearsay, String serf) {
    var table = new StringBuilder();
    row(table, "#", "seconds unless said", "N", "target", hearsay, serf, "ratio", "");
    for (var measure : Measure.values()) {
      if (rows.contains(measure.row())) {
        for (int size : results.sizes(measure)) {
          line(table, measure, size, hearsay, serf);
        }
      }
    }
    table.append(
        "median (smallest-largest) of the number of samples; times, p99 and worst: that figure first;"
            + " ratio: the other column / Hearsay's\n");
    results.notes().forEach(note -> table.append(note).append('\n'));
    return table.toString();
  }

  private void line(StringBuilder table, Measure measure, int size, String hearsay, String serf) {
    var ours = results.of(measure, size, hearsay);
    var theirs = results.of(measure, size, serf);
    double target = measure.target(size);
    row(
        table,
        measure.row(),
        measure.text(),
        size,
        Double.isNaN(target) ? "" : "<= " + number(target),
        cell(measure, ours),
        cell(measure, theirs),
        ours.isEmpty() || theirs.isEmpty()
            ? ""
            : ratio(measure.of().figure(theirs), measure.of().figure(ours)),
        ours.isEmpty() || Double.isNaN(target)
            ? ""
            : measure.of().figure(ours) <= target ? "ok" : "MISSED");
  }

  private static String cell(Measure measure, List<Double> samples) {
    if (samples.isEmpty()) {
      return "-";
    }
    return number(measure.of().figure(samples))
        + " ("
        + number(samples.stream().min(Double::compare).orElseThrow())
        + "-"
        + number(samples.stream().max(Double::compare).orElseThrow())
        + ") of "
        + samples.size();
  }

  private static String ratio(double theirs, double ours) {
    double ratio = theirs / ours;
    return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.1f", ratio) : "";
  }

  private static String number(double number) {
    if (Double.isInfinite(number)) {
      return "never";
    }
    boolean whole = number == Math.rint(number) || number >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", number);
  }

  private static void row(StringBuilder table, Object... cells) {
    table.append(String.format(Locale.ROOT, ROW, cells).replaceAll(" +\n", "\n"));
  }
}

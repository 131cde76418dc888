package io.hearsay.bench.soak;

import io.hearsay.bench.apply.Outcome;
import io.hearsay.bench.apply.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables, as Markdown, and whether all of it is as it should be. */
final class Report {
  private final PrintStream out;
  private boolean good = true;

  Report(PrintStream out) {
    this.out = out;
  }

  boolean good() {
    return good;
  }

  /** What must not grow: a row an agent and measure. */
  void figures(Watch watch) {
    out.println(
        "| agent | figure | first third | last third | at most | highest | an hour | flat |");
    out.println("|---|---|---|---|---|---|---|---|");
    watch
        .all()
        .forEach((member, all) -> all.forEach((measure, s) -> row(member.name(), measure, s)));
    out.println();
  }

  private void row(String name, Measure measure, Series series) {
    // Too few to compare: a run that ended at once.
    boolean flat = series.size() >= 3 && series.flat();
    good &= flat;
    out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.1f | %.1f | %+.2f | %s |%n",
        name,
        measure.title(),
        series.firstThird(),
        series.lastThird(),
        series.limit(),
        series.highest(),
        series.slope(),
        flat ? "yes" : "**no**");
  }

  void head() {
    out.println("| what | measured | to reach |\n|---|---|---|");
  }

  /** A row that says whether a target is met. */
  void exactly(String what, long value, long target) {
    good &= value == target;
    out.printf("| %s | %s%d | %d |%n", what, value == target ? "" : "**no:** ", value, target);
  }

  /** A row for information. */
  void info(String what, String value) {
    out.printf("| %s | %s | |%n", what, value);
  }

  /** The load's rows: what failed, and what of it is counted apart. */
  void requests(Outcome outcome, Outages outages) {
    var byWhether =
        outcome.samples().stream()
            .filter(Sample::failed)
            .collect(Collectors.partitioningBy(outages::explain));
    info("requests", outcome.requests() + "");
    exactly("failed requests", byWhether.get(false).size(), 0);
    if (!byWhether.get(false).isEmpty()) {
      info("  of these kinds", kinds(byWhether.get(false)) + "");
    }
    info(
        "counted apart: under way while HAProxy or a web was dead, or cut with HAProxy",
        byWhether.get(true).size() + " " + kinds(byWhether.get(true)));
    spans("HAProxy dead until the site answers again", outages, true);
    spans("a web dead until it is out of the rotation", outages, false);
    info(
        "answers, ms: p50 / p99 / longest",
        String.format(
            Locale.ROOT,
            "%.1f / %.1f / %.0f",
            1000 * outcome.quantile(0.5),
            1000 * outcome.quantile(0.99),
            1000 * outcome.quantile(1)));
  }

  private void spans(String what, Outages outages, boolean cuts) {
    info(
        what + ", times and longest",
        String.format(
            Locale.ROOT, "%d, %.2f s", outages.of(cuts).size(), outages.longest(cuts)));
  }

  private static Map<String, Long> kinds(List<Sample> failed) {
    return failed.stream()
        .collect(Collectors.groupingBy(Sample::failure, TreeMap::new, Collectors.counting()));
  }
}

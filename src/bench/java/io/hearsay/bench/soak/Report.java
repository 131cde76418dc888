package io.hearsay.bench.soak;

import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Sample;
import io.hearsay.testkit.load.Tally;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The final report. */
final class Report {
  private Report() {}

  /**
   * Prints what must not grow, as Markdown with a row per agent and measure. True if nothing has
   * grown.
   */
  static boolean figures(Watch watch, PrintStream out) {
    out.println(
        "| agent | figure | first third | last third | at most | highest | an hour | flat |");
    out.println("|---|---|---|---|---|---|---|---|");
    boolean flat = true;
    for (var member : watch.all().entrySet()) {
      for (var each : member.getValue().entrySet()) {
        flat &= row(member.getKey().name(), each.getKey(), each.getValue(), out);
      }
    }
    out.println();
    return flat;
  }

  private static boolean row(String name, Measure measure, Series series, PrintStream out) {
    if (series.size() < 3) {
      out.printf("| %s | %s | too few values: the run ended early ||||| **no** |%n", name, measure.title());
      return false;
    }
    boolean flat = series.flat();
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
    return flat;
  }

  /** Adds the load's rows: what failed, and how much of it outages explain. */
  static void requests(Tally outcome, Outages outages, Results.Section results) {
    var byWhether =
        outcome.samples().stream()
            .filter(Sample::failed)
            .collect(Collectors.partitioningBy(outages::explain));
    results.info("requests", outcome.requests());
    results.exactly("failed requests", byWhether.get(false).size(), 0);
    if (!byWhether.get(false).isEmpty()) {
      results.info("  of these kinds", kinds(byWhether.get(false)));
    }
    results.info(
        "counted apart: under way while HAProxy or a web was dead, or cut with HAProxy",
        byWhether.get(true).size() + " " + kinds(byWhether.get(true)));
    spans("HAProxy dead until the site answers again", outages, true, results);
    spans("a web dead until it is out of the rotation", outages, false, results);
    results.info(
        "answers, ms: p50 / p99 / longest",
        String.format(
            Locale.ROOT,
            "%.1f / %.1f / %.0f",
            1000 * outcome.quantile(0.5),
            1000 * outcome.quantile(0.99),
            1000 * outcome.quantile(1)));
  }

  private static void spans(String what, Outages outages, boolean cuts, Results.Section results) {
    results.info(
        what + ", times and longest",
        String.format(Locale.ROOT, "%d, %.2f s", outages.of(cuts).size(), outages.longest(cuts)));
  }

  private static Map<String, Long> kinds(List<Sample> failed) {
    return failed.stream()
        .collect(Collectors.groupingBy(Sample::failure, TreeMap::new, Collectors.counting()));
  }
}

package io.hearsay.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the steps as they happen, the table in the end, and the logs if something went wrong. */
final class Report {
  private static final int LAST_LINES = 40;
  private static final String ROW = "%-44s %-19s %6s %8s %6s %7s %10s%n";

  private final PrintStream out;
  private final List<Step> steps = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /** Announces what is going on before its outcome is known. */
  void say(String text) {
    out.println(text);
    out.flush();
  }

  void done(Step step) {
    steps.add(step);
    var tally = step.tally();
    say(
        "  ok: %s: %s after %s s; %d requests, %d failed %s"
            .formatted(
                step.what(),
                step.effectName(),
                seconds(step.effect()),
                tally.requests(),
                tally.failed(),
                tally.failed() == 0 ? tally.answers() : tally.kinds()));
  }

  /** The last completed step. */
  Step last() {
    return steps.getLast();
  }

  /** The table of the steps so far. */
  void table() {
    out.println();
    out.printf(ROW, "step", "time until", "s", "requests", "failed", "resent*", "longest ms");
    for (var step : steps) {
      row(step, seconds(step.effect()));
    }
    var all =
        steps.stream().reduce((a, b) -> new Step("all", "", a.effect(), a.tally().plus(b.tally())));
    all.ifPresent(sum -> row(sum, ""));
    out.println(
        "* keep-alive connections that closed just when they were used again; sent again on a new"
            + " one");
    out.flush();
  }

  private void row(Step step, String seconds) {
    var tally = step.tally();
    out.printf(
        ROW,
        step.what(),
        step.effectName(),
        seconds,
        tally.requests(),
        tally.failed(),
        tally.resent(),
        Math.round(1000 * tally.longest()));
  }

  /** The last lines of every log. */
  void logs(Path directory) {
    try (var files = Files.list(directory)) {
      for (var log : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        var lines = Files.readAllLines(log);
        say("--- the last lines of " + log.getFileName());
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(out::println);
      }
    } catch (IOException e) {
      say("the logs cannot be read: " + e);
    }
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e9);
  }
}

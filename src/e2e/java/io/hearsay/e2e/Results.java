package io.hearsay.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** What was measured, told at once and as a table in the end. Thread-safe. */
final class Results {
  private static final String LINE = "%-14s %-62s %16s  %-12s %s%n";

  private final PrintStream out;
  private final int slack;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param slack times that are over their limit but not so many times over it are told, and fail
   *     nothing: for machines whose speed nobody knows. 1 for none
   */
  Results(PrintStream out, int slack) {
    this.out = out;
    this.slack = slack;
  }

  /** The lines of one story. */
  Section section(String story) {
    return new Section(story);
  }

  /** Whether every target was reached. */
  synchronized boolean allReached() {
    return rows.stream().noneMatch(row -> row.verdict().fails());
  }

  /** Whether a story reached all of its targets. */
  synchronized boolean reached(String story) {
    return rows.stream().filter(row -> row.story().equals(story)).noneMatch(row -> row.verdict().fails());
  }

  /** A story is played again: what it missed stays in the table, and does not count. */
  synchronized void again(String story) {
    say(story + " is played again");
    rows.replaceAll(row -> row.story().equals(story) ? row.forgiven() : row);
  }

  synchronized void say(String text) {
    out.println(text);
    out.flush();
  }

  synchronized void table() {
    out.println();
    out.printf(LINE, "row", "what", "measured", "target", "");
    // Stories that were played side by side told theirs in turns.
    var stories = new LinkedHashMap<String, List<Row>>();
    rows.forEach(row -> stories.computeIfAbsent(row.story(), s -> new ArrayList<>()).add(row));
    stories.values().forEach(story -> story.forEach(this::line));
    missed(Row.Verdict.AGAIN, "Missed at first, reached when played again:");
    missed(Row.Verdict.MISSED, "MISSED, and why this run failed:");
    out.flush();
  }

  /** Once more in the end, where somebody looks who has no more than the end of a long log. */
  private void missed(Row.Verdict verdict, String title) {
    var missed = rows.stream().filter(row -> row.verdict() == verdict).toList();
    if (!missed.isEmpty()) {
      out.println();
      out.println(title);
      missed.forEach(this::line);
    }
  }

  private void line(Row row) {
    out.printf(LINE, row.story(), row.what(), row.figure(), row.target(), row.verdict());
  }

  private synchronized void add(Row row) {
    rows.add(row);
    var target = row.target().isEmpty() ? "" : " (target: " + row.target() + ")";
    var verdict = row.verdict().fails() ? " MISSED" : "";
    say("  %s: %s: %s%s%s".formatted(row.story(), row.what(), row.figure(), target, verdict));
  }

  /** Adds lines in the name of a story. */
  final class Section {
    private final String story;

    private Section(String story) {
      this.story = story;
    }

    /** A time with a limit. */
    void atMost(String what, Duration took, Duration limit) {
      var verdict =
          took.compareTo(limit) <= 0
              ? Row.Verdict.OK
              : took.compareTo(limit.multipliedBy(slack)) <= 0
                  ? Row.Verdict.SLOW
                  : Row.Verdict.MISSED;
      add(new Row(story, what, seconds(took), "≤ " + seconds(limit), verdict));
    }

    /** The requests of visitors, none of which may fail. */
    void noneFailed(String what, Visitors visitors) {
      add(new Row(story, what + ": requests failed", visitors.told(), "0", exact(visitors.failed() == 0)));
    }

    /** Something that has to be exactly so. */
    void equal(String what, Object is, Object target) {
      add(new Row(story, what, "" + is, "" + target, exact(is.equals(target))));
    }

    private static Row.Verdict exact(boolean reached) {
      return reached ? Row.Verdict.OK : Row.Verdict.MISSED;
    }

    /** Something that is worth knowing and has no target. */
    void tell(String what, String figure) {
      add(new Row(story, what, figure, "", Row.Verdict.TOLD));
    }

    /** The story ended before its end. */
    void brokeOff(String why) {
      say(why);
      var last = why.lines().reduce((a, b) -> b).orElse("");
      add(new Row(story, "broke off: " + last, "", "its end", Row.Verdict.MISSED));
    }
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}

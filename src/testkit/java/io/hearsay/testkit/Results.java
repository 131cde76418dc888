package io.hearsay.testkit;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** Measurements: printed as they come, and as a Markdown table in the end. Thread-safe. */
public final class Results {
  private static final String LINE = "| %-13s | %-60s | %12s | %-9s | %-6s | %s |";

  private final PrintStream out;
  private final int slack;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** No results yet; every limit is strict. */
  public Results(PrintStream out) {
    this(out, 1);
  }

  /**
   * No results yet.
   *
   * @param slack times above their limit, but below this multiple of it, are reported and do not
   * fail: for machines of unknown speed. 1: strict
   */
  public Results(PrintStream out, int slack) {
    this.out = out;
    this.slack = slack;
  }

  /** How a figure compares with its target. */
  private enum Verdict {
    TOLD(""),
    OK("ok"),
    /** Over its limit, but not by more than a slow machine explains. */
    SLOW("slow"),
    MISSED("MISSED"),
    /** Missed by a section that was then repeated. */
    AGAIN("missed, played again");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    static Verdict of(boolean reached) {
      return reached ? OK : MISSED;
    }
  }

  private record Row(
      String section, String what, String figure, String target, Verdict verdict, String peer) {
    boolean missed() {
      return verdict == Verdict.MISSED;
    }

    Row forgiven() {
      return missed() ? new Row(section, what, figure, target, Verdict.AGAIN, peer) : this;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, LINE, section, what, figure, target, verdict.text, peer);
    }
  }

  /** A group of rows: those of one scenario, or of one row of an issue's table. */
  public Section section(String name) {
    return new Section(name);
  }

  /** Whether every target was reached. */
  public synchronized boolean allReached() {
    return rows.stream().noneMatch(Row::missed);
  }

  /** Whether a section has reached all of its targets. */
  public synchronized boolean reached(String section) {
    return rows.stream().filter(row -> row.section().equals(section)).noneMatch(Row::missed);
  }

  /** A section is repeated: what it missed stays in the table, but does not count. */
  public synchronized void again(String section) {
    say(section + " is played again");
    rows.replaceAll(row -> row.section().equals(section) ? row.forgiven() : row);
  }

  /** Prints a message for whoever watches. */
  public synchronized void say(String text) {
    out.println(text);
    out.flush();
  }

  /** The table. */
  public synchronized String table() {
    var lines = new ArrayList<String>();
    lines.add(String.format(LINE, "row", "what", "measured", "target", "", "peer"));
    lines.add("|---|---|---|---|---|---|");
    // Sections measured in parallel report in turns.
    var sections = new LinkedHashMap<String, List<Row>>();
    rows.forEach(row -> sections.computeIfAbsent(row.section(), s -> new ArrayList<>()).add(row));
    sections.values().forEach(each -> each.forEach(row -> lines.add(row.toString())));
    lines.addAll(notes);
    missed(Verdict.AGAIN, "Missed at first, reached when played again:", lines);
    missed(Verdict.MISSED, "MISSED:", lines);
    return String.join("\n", lines) + "\n";
  }

  /** Repeats the misses at the end, for a reader who sees only the end of a long log. */
  private void missed(Verdict verdict, String title, List<String> lines) {
    var missed = rows.stream().filter(row -> row.verdict() == verdict).toList();
    if (!missed.isEmpty()) {
      lines.add("\n" + title);
      missed.forEach(row -> lines.add(row.toString()));
    }
  }

  private synchronized void add(Row row) {
    rows.add(row);
    var target = row.target().isEmpty() ? "" : " (target: " + row.target() + ")";
    var verdict = row.missed() ? " MISSED" : "";
    say("  %s: %s: %s%s%s".formatted(row.section(), row.what(), row.figure(), target, verdict));
  }

  /** Formats a figure, with at least three digits unless it is whole. */
  public static String text(double figure) {
    var form = figure < 0.1 ? "%.4f" : figure < 100 ? "%.3f" : "%.1f";
    return String.format(Locale.ROOT, figure == Math.rint(figure) ? "%.0f" : form, figure);
  }

  /** Adds rows to one group. */
  public final class Section {
    private final String name;

    private Section(String name) {
      this.name = name;
    }

    /** A figure with an upper bound. */
    public void atMost(String what, double figure, double most) {
      atMost(what, figure, most, "");
    }

    /** The same beside another program's figure. */
    public void atMost(String what, double figure, double most, String peer) {
      row(what, text(figure), "<= " + text(most), Verdict.of(figure <= most), peer);
    }

    /** A time with a limit. */
    public void atMost(String what, Duration took, Duration limit) {
      var verdict = Verdict.of(took.compareTo(limit.multipliedBy(slack)) <= 0);
      if (verdict == Verdict.OK && took.compareTo(limit) > 0) {
        verdict = Verdict.SLOW;
      }
      row(what, seconds(took), "<= " + seconds(limit), verdict, "");
    }

    /** A figure with a lower bound. */
    public void atLeast(String what, double figure, double least) {
      row(what, text(figure), ">= " + text(least), Verdict.of(figure >= least), "");
    }

    /** A figure with an exact target. */
    public void exactly(String what, double figure, double target) {
      exactly(what, figure, target, "");
    }

    /** The same beside another program's figure. */
    public void exactly(String what, double figure, double target, String peer) {
      row(what, text(figure), text(target), Verdict.of(figure == target), peer);
    }

    /** A value with an exact target. */
    public void equal(String what, Object is, Object target) {
      row(what, "" + is, "" + target, Verdict.of(is.equals(target)), "");
    }

    /** A condition that must hold. */
    public void must(String what, boolean so) {
      equal(what, so ? "yes" : "no", "yes");
    }

    /** A figure without a target. */
    public void info(String what, Object figure) {
      var text = figure instanceof Double number ? Results.text(number) : figure.toString();
      row(what, text, "", Verdict.TOLD, "");
    }

    /** A time without a target. */
    public void info(String what, Stopwatch watch) {
      info(what, watch.elapsed().toMillis() + " ms");
    }

    /** A remark for the reader of the table. */
    public void note(String note) {
      synchronized (Results.this) {
        notes.add(name + ": " + note);
        say("    " + note);
      }
    }

    /** Prints a message for whoever watches. */
    public void say(String text) {
      Results.this.say("    " + text);
    }

    /** The measurement ended early. */
    public void brokeOff(String why) {
      say(why);
      var last = why.lines().reduce((a, b) -> b).orElse("").replace('|', '/');
      row("broke off: " + last, "", "its end", Verdict.MISSED, "");
    }

    private void row(String what, String figure, String target, Verdict verdict, String peer) {
      add(new Row(name, what, figure, target, verdict, peer));
    }
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }
}

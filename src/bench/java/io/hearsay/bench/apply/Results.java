package io.hearsay.bench.apply;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of the table, printed as they come and once more at the end. */
final class Results {
  private static final String FORM = "%3s %-5s %-49s %-12s %-9s %-7s %s";

  private final PrintStream out;
  private final List<String> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int row;
  private String version = "";

  Results(PrintStream out) {
    this.out = out;
  }

  /** What follows belongs to that row, measured with that HAProxy. */
  void begin(int row, String version) {
    this.row = row;
    this.version = version;
  }

  /** A figure that may be at most so much. */
  void atMost(String measure, double figure, double most, String peer) {
    line(measure, text(figure), "<= " + text(most), figure <= most ? "OK" : "MISSED", peer);
  }

  /** A figure that must be no less than so much. */
  void atLeast(String measure, double figure, double least) {
    line(measure, text(figure), ">= " + text(least), figure >= least ? "OK" : "MISSED", "");
  }

  /** A figure that must be exactly that. */
  void exactly(String measure, double figure, double target, String peer) {
    line(measure, text(figure), text(target), figure == target ? "OK" : "MISSED", peer);
  }

  /** A figure of which nothing was promised. */
  void info(String measure, String figure) {
    line(measure, figure, "", "", "");
  }

  private void line(String measure, String figure, String target, String verdict, String peer) {
    var line =
        String.format(Locale.ROOT, FORM, row, version, measure, figure, target, verdict, peer)
            .stripTrailing();
    lines.add(line);
    say(line);
  }

  /** Something the reader of the table has to know. */
  void note(String note) {
    notes.add("row " + row + ", HAProxy " + version + ": " + note);
    say("    " + note);
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  String table() {
    var table = new StringBuilder();
    table
        .append(
            String.format(
                FORM, "#", "proxy", "measure", "figure", "target", "", "peer (from issue 4)"))
        .append('\n');
    lines.forEach(line -> table.append(line).append('\n'));
    notes.forEach(note -> table.append(note).append('\n'));
    return table.toString();
  }

  static String text(double figure) {
    return figure == Math.rint(figure)
        ? String.format(Locale.ROOT, "%.0f", figure)
        : String.format(Locale.ROOT, figure < 0.1 ? "%.4f" : "%.3f", figure);
  }
}

package io.hearsay.bench.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table: printed as it comes, and once more at the end. */
final class Report {
  private final List<String> lines = new ArrayList<>();
  private String row = "";
  private boolean missed;

  /** What follows is of that row. */
  void begin(String newRow) {
    row = newRow;
  }

  /** A figure that may be at most so much. */
  void atMost(String what, double figure, double most, String unit) {
    line(what, text(figure) + unit, "≤ " + text(most) + unit, figure <= most);
  }

  /** A figure that must be at least so much. */
  void atLeast(String what, double figure, double least, String unit) {
    line(what, text(figure) + unit, "≥ " + text(least) + unit, figure >= least);
  }

  /** Something that must be so. */
  void must(String what, boolean so) {
    line(what, so ? "yes" : "no", "yes", so);
  }

  /** What nothing was promised about. */
  void info(String what, String figure) {
    print("| %s | %s | %s | | |".formatted(row, what, figure));
  }

  /** The row could not be measured to its end. */
  void brokeOff(Exception why) {
    line("broke off: " + String.valueOf(why).replace('\n', ' ').replace('|', '/'), "", "", false);
  }

  private void line(String what, String figure, String bound, boolean reached) {
    missed |= !reached;
    print(
        "| %s | %s | %s | %s | %s |"
            .formatted(row, what, figure, bound, reached ? "yes" : "**missed**"));
  }

  private void print(String line) {
    lines.add(line);
    System.err.println(line);
  }

  /** Prints the table; whether all was reached. */
  boolean print() {
    System.out.println("| row | what | measured | bound | reached |\n|---|---|---|---|---|");
    lines.forEach(System.out::println);
    System.out.flush();
    return !missed;
  }

  private static String text(double figure) {
    return figure == Math.rint(figure)
        ? String.format(Locale.ROOT, "%.0f", figure)
        : String.format(Locale.ROOT, figure < 10 ? "%.2f" : "%.1f", figure);
  }
}

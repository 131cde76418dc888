package io.hearsay.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows with a title and column heads; columns are as wide as needed.
 *
 * @param heads begin with {@code >} for right-aligned columns
 */
record TopTable(String title, List<String> heads, List<TopRow> rows) {
  private static final String RIGHT = ">";
  private static final int WIDEST = 40;

  /** A line and its style. */
  record Line(String text, Look look) {}

  /** The style of a line. */
  enum Look {
    PLAIN,
    HEAD,
    WARN,
    BAD
  }

  /** The lines of the rows that contain a text, in this order. */
  List<Line> lines(TopOrder order, String filter) {
    var shown = rows.stream().filter(r -> r.holds(filter)).sorted(order.order()).toList();
    var widths = new int[heads.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.min(
              WIDEST,
              Math.max(
                  head(i).length(),
                  shown.stream().mapToInt(r -> r.cells().get(column).length()).max().orElse(0)));
    }
    var lines = new ArrayList<Line>();
    var count =
        shown.size() == rows.size() ? "" + shown.size() : shown.size() + " of " + rows.size();
    lines.add(new Line(title + " (" + count + ")", Look.HEAD));
    var names = new ArrayList<String>();
    for (int i = 0; i < heads.size(); i++) {
      names.add(head(i));
    }
    lines.add(new Line(line(names, widths), Look.PLAIN));
    for (var row : shown) {
      var look = row.trouble() > 1 ? Look.BAD : row.trouble() > 0 ? Look.WARN : Look.PLAIN;
      lines.add(new Line(line(row.cells(), widths), look));
    }
    return lines;
  }

  private String head(int column) {
    var head = heads.get(column);
    return head.startsWith(RIGHT) ? head.substring(1) : head;
  }

  private String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      var cell = cells.get(i);
      if (cell.length() > widths[i]) {
        cell = cell.substring(0, widths[i] - 1) + "…";
      }
      var space = " ".repeat(widths[i] - cell.length());
      line.append(heads.get(i).startsWith(RIGHT) ? space + cell : cell + space).append("  ");
    }
    return line.toString().stripTrailing();
  }
}

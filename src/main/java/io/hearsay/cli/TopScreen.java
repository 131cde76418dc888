package io.hearsay.cli;

import io.hearsay.cli.TopTable.Line;
import io.hearsay.cli.TopTable.Look;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** The state of {@code hearsay top}'s screen, and its rendering. */
final class TopScreen {
  private static final int LONGEST_FILTER = 60;
  private static final String ESC = "\u001b[";

  private final boolean coloured;
  private TopOrder order;
  private String filter;
  private boolean typing;
  private int top;

  TopScreen(TopOrder order, String filter, boolean coloured) {
    this.order = order;
    this.filter = filter;
    this.coloured = coloured;
  }

  /**
   * Handles a key.
   *
   * @param key a character, or an arrow in {@link TerminalInput}'s terms
   * @return false if the user wants to quit
   */
  boolean pressed(int key) {
    if (typing) {
      type(key);
      return true;
    }
    switch (key) {
      case 'q', TerminalInput.END -> {
        return false;
      }
      case 's' -> order = order.next();
      case '/' -> {
        typing = true;
        filter = "";
      }
      case TerminalInput.ESCAPE -> filter = "";
      case 'j', TerminalInput.DOWN -> top++;
      case 'k', TerminalInput.UP -> top = Math.max(0, top - 1);
      case 'g' -> top = 0;
      default -> {
        // Any other key does nothing.
      }
    }
    return true;
  }

  private void type(int key) {
    switch (key) {
      case '\r', '\n' -> typing = false;
      case TerminalInput.ESCAPE -> {
        typing = false;
        filter = "";
      }
      case TerminalInput.BACKSPACE, '\b' ->
          filter = filter.substring(0, Math.max(0, filter.length() - 1));
      default -> {
        if (key >= ' ' && key < TerminalInput.BACKSPACE && filter.length() < LONGEST_FILTER) {
          filter += (char) key;
        }
      }
    }
  }

  /** All lines, without limits or colours. */
  List<String> all(TopFigures figures) {
    var lines = new ArrayList<String>();
    head(figures).forEach(line -> lines.add(line.text()));
    body(figures).forEach(line -> lines.add(line.text()));
    return lines;
  }

  private List<Line> head(TopFigures figures) {
    var head = new ArrayList<Line>();
    head.add(new Line("hearsay top   " + figures.summary(), Look.HEAD));
    figures.findings().forEach(f -> head.add(new Line(f, Look.BAD)));
    return head;
  }

  private List<Line> body(TopFigures figures) {
    var body = new ArrayList<Line>();
    for (var table : figures.tables()) {
      body.add(new Line("", Look.PLAIN));
      body.addAll(table.lines(order, filter));
    }
    return body;
  }

  /**
   * The screen for a terminal of this size, to be written as it is.
   *
   * @param note a message above the keys; may be empty
   */
  String picture(TopFigures figures, String note, int rows, int columns) {
    var head = head(figures);
    var body = body(figures);
    int room = Math.max(1, rows - head.size() - 1);
    top = Math.max(0, Math.min(top, body.size() - room));
    var lines = new ArrayList<>(head.subList(0, Math.min(head.size(), Math.max(1, rows - 1))));
    body.stream().skip(top).limit(room).forEach(lines::add);
    var picture = new StringBuilder(ESC + "H");
    for (int i = 0; i < rows - 1; i++) {
      if (i < lines.size()) {
        picture.append(shown(lines.get(i), columns));
      }
      picture.append(ESC + "K\r\n");
    }
    return picture
        .append(shown(new Line(footer(note), Look.HEAD), columns))
        .append(ESC + "K")
        .toString();
  }

  private String footer(String note) {
    if (!note.isEmpty()) {
      return VisibleText.text(note);
    }
    if (typing) {
      return "filter: " + filter + "_   Enter keeps it, Esc clears it";
    }
    return "q ends   s sorts by "
        + order.next().text()
        + " (now "
        + order.text()
        + ")   / filters"
        + (filter.isEmpty() ? "" : " (" + filter + ", Esc clears it)")
        + "   j k scroll";
  }

  private String shown(Line line, int columns) {
    int end =
        line.text()
            .offsetByCodePoints(
                0, Math.min(columns, line.text().codePointCount(0, line.text().length())));
    var text = line.text().substring(0, end);
    var colour =
        switch (line.look()) {
          case PLAIN -> "";
          case HEAD -> "1";
          case WARN -> "33";
          case BAD -> "31";
        };
    return colour.isEmpty() || !coloured ? text : ESC + colour + "m" + text + ESC + "0m";
  }
}

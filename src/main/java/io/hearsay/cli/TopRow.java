package io.hearsay.cli;

import java.util.List;
import java.util.Locale;

/**
 * A server or a member in {@code hearsay top}.
 *
 * @param cells as displayed, safe to print
 * @param trouble 0: all is well; 1: something to look at; 2: it gets no requests, or has failed
 * @param load requests per second, or the round trip to a member in milliseconds
 * @param errors number of errors so far
 */
record TopRow(String name, List<String> cells, int trouble, double load, long errors) {
  TopRow {
    cells = List.copyOf(cells);
  }

  /** Whether any of its cells contains a text, ignoring case. */
  boolean holds(String filter) {
    var wanted = filter.toLowerCase(Locale.ROOT);
    return cells.stream().anyMatch(cell -> cell.toLowerCase(Locale.ROOT).contains(wanted));
  }
}

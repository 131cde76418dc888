package io.hearsay.cli;

import java.util.List;
import java.util.Locale;

/**
 * A line of {@code hearsay top}, about a server or a member.
 *
 * @param cells as they are shown, harmless to print
 * @param trouble 0: all is well; 1: something to look at; 2: it takes no requests, or failed
 * @param load requests a second, or milliseconds to a member and back
 * @param errors so far
 */
record TopRow(String name, List<String> cells, int trouble, double load, long errors) {
  TopRow {
    cells = List.copyOf(cells);
  }

  /** Whether any of its cells holds that text; capitals make no difference. */
  boolean holds(String filter) {
    var wanted = filter.toLowerCase(Locale.ROOT);
    return cells.stream().anyMatch(cell -> cell.toLowerCase(Locale.ROOT).contains(wanted));
  }
}

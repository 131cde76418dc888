package io.hearsay.http.ui;

import java.util.List;

/**
 * Limits the rows that the page initially has, so that it stays short and small however many
 * members there are. Rows with something wrong come first and are opened automatically while there
 * is room; if everything fits, everything is open.
 */
final class RowBudget {
  /** Rows that fit on a screen or two. */
  static final int OPEN = 40;

  /** Maximum number of open rows of one group. */
  private static final int OF_A_GROUP = 12;

  private final boolean small;
  private final boolean filtered;
  private int left = OPEN;

  /**
   * Creates the budget of one page.
   *
   * @param total number of all rows
   * @param filtered whether the reader has filtered for these rows
   */
  RowBudget(int total, boolean filtered) {
    this.small = total <= OPEN;
    this.filtered = filtered;
  }

  /**
   * Creates a group.
   *
   * @param rows the worst first
   * @param wrong number of rows with something wrong
   */
  <T> Fold<T> fold(String key, List<T> rows, long wrong, String link) {
    boolean open = !rows.isEmpty() && left > 0 && (small || filtered || wrong > 0);
    // Of a group opened automatically, only the rows with something wrong are shown.
    int most = small || filtered ? OF_A_GROUP : (int) Math.min(OF_A_GROUP, wrong);
    int shown = !open ? 0 : small ? rows.size() : Math.min(left, Math.min(most, rows.size()));
    left -= shown;
    return new Fold<>(key, open, rows.subList(0, shown), rows.size(), link);
  }
}

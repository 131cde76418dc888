package io.hearsay.http.ui;

import java.util.List;

/**
 * How many rows the page may have before somebody opens anything, so that it stays short and small
 * however many members there are. What is wrong comes first and opens by itself, as long as there
 * is room; when all there is fits, everything is open.
 */
final class RowBudget {
  /** Rows that fit on a screen or two. */
  static final int OPEN = 40;

  /** Of one group. */
  private static final int OF_A_GROUP = 12;

  private final boolean small;
  private final boolean filtered;
  private int left = OPEN;

  /**
   * For one page.
   *
   * @param total rows that there are
   * @param filtered whether the reader has asked for these rows
   */
  RowBudget(int total, boolean filtered) {
    this.small = total <= OPEN;
    this.filtered = filtered;
  }

  /**
   * A group of it.
   *
   * @param rows the worst first
   * @param wrong how many of them are not as they should be
   */
  <T> Fold<T> fold(String key, List<T> rows, long wrong, String link) {
    boolean open = !rows.isEmpty() && left > 0 && (small || filtered || wrong > 0);
    // Of what opens by itself only what is wrong is shown, and not alone.
    int most = small || filtered ? OF_A_GROUP : (int) Math.min(OF_A_GROUP, wrong);
    int shown = !open ? 0 : small ? rows.size() : Math.min(left, Math.min(most, rows.size()));
    left -= shown;
    return new Fold<>(key, open, rows.subList(0, shown), rows.size(), link);
  }
}

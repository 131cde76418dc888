package io.hearsay.http.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shortest edit from one list of lines to another, by Myers' greedy algorithm (An O(ND)
 * Difference Algorithm and Its Variations, 1986). Time and memory grow with the number of differing
 * lines, so it gives up after {@value #MOST_EDITS} of them: everything between the first and the
 * last difference then counts as changed.
 */
final class LineDifference {
  /** Maximum number of inserted and deleted lines; their trace takes 1 MiB temporarily. */
  static final int MOST_EDITS = 500;

  /**
   * One line.
   *
   * @param sign {@code +}, {@code -} or a space
   * @param number of the line in the new text, or of a deleted one in the old text; counts from 1
   */
  record Line(char sign, int number, String text) {}

  private final List<String> before;
  private final List<String> after;
  private final List<Line> lines = new ArrayList<>();

  private LineDifference(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** All lines of both texts, in order. */
  static List<Line> of(String before, String after) {
    var difference = new LineDifference(before.lines().toList(), after.lines().toList());
    difference.compare();
    return difference.lines;
  }

  private void compare() {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    for (int i = 0; i < head; i++) {
      same(i);
    }
    between(head, before.size() - tail, after.size() - tail);
    for (int i = after.size() - tail; i < after.size(); i++) {
      same(i);
    }
  }

  private void same(int at) {
    lines.add(new Line(' ', at + 1, after.get(at)));
  }

  private void removed(int from, int to) {
    for (int i = from; i < to; i++) {
      lines.add(new Line('-', i + 1, before.get(i)));
    }
  }

  private void added(int from, int to) {
    for (int i = from; i < to; i++) {
      lines.add(new Line('+', i + 1, after.get(i)));
    }
  }

  private void between(int start, int beforeEnd, int afterEnd) {
    var old = before.subList(start, beforeEnd);
    var now = after.subList(start, afterEnd);
    var trace = trace(old, now);
    if (trace.isEmpty()) {
      removed(start, beforeEnd);
      added(start, afterEnd);
      return;
    }
    // From the end back to the beginning, along what each round had reached.
    var steps = new ArrayList<Line>();
    int x = old.size();
    int y = now.size();
    for (int d = trace.size() - 1; d >= 0; d--) {
      int[] reached = trace.get(d);
      int k = x - y;
      boolean down =
          d > 0 && (k == -d || (k != d && at(reached, k - 1, d) < at(reached, k + 1, d)));
      int previous = down ? k + 1 : k - 1;
      int fromX = d == 0 ? 0 : at(reached, previous, d);
      int fromY = d == 0 ? 0 : fromX - previous;
      int stepX = d == 0 ? 0 : down ? fromX : fromX + 1;
      while (x > stepX && x > 0 && y > 0 && old.get(x - 1).equals(now.get(y - 1))) {
        x--;
        y--;
        steps.add(new Line(' ', start + y + 1, now.get(y)));
      }
      if (d > 0) {
        steps.add(
            down
                ? new Line('+', start + fromY + 1, now.get(fromY))
                : new Line('-', start + fromX + 1, old.get(fromX)));
      }
      x = fromX;
      y = fromY;
    }
    lines.addAll(steps.reversed());
  }

  private static int at(int[] reached, int k, int d) {
    return reached[k + d];
  }

  /**
   * The state before each round: for round d, the furthest position in the old lines on each of the
   * diagonals -d to d. Empty if too many lines differ.
   */
  private static List<int[]> trace(List<String> old, List<String> now) {
    int most = Math.min(MOST_EDITS, old.size() + now.size());
    var trace = new ArrayList<int[]>();
    var v = new int[2 * most + 3];
    int middle = most + 1;
    for (int d = 0; d <= most; d++) {
      trace.add(Arrays.copyOfRange(v, middle - d, middle + d + 1));
      for (int k = -d; k <= d; k += 2) {
        int x =
            k == -d || (k != d && v[middle + k - 1] < v[middle + k + 1])
                ? v[middle + k + 1]
                : v[middle + k - 1] + 1;
        int y = x - k;
        while (x < old.size() && y < now.size() && old.get(x).equals(now.get(y))) {
          x++;
          y++;
        }
        v[middle + k] = x;
        if (x >= old.size() && y >= now.size()) {
          return trace;
        }
      }
    }
    return List.of();
  }
}

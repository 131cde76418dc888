package io.hearsay.appcheck;

/**
 * Counts checks: open after {@code rise} passes in a row, shut after {@code fall} failures in a
 * row. It is shut at first, and the first pass of all opens it, as there is no failure that could
 * come back.
 */
final class RiseFall {
  private final int rise;
  private final int fall;
  private boolean open;
  private boolean fresh = true;
  private int streak;

  RiseFall(int rise, int fall) {
    this.rise = rise;
    this.fall = fall;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether no check has passed since the start. */
  boolean isFresh() {
    return fresh;
  }

  /** Whether a failure has to be confirmed, or a recovery. */
  boolean isUndecided() {
    return streak > 0;
  }

  /** A check passed. */
  void passed() {
    if (open) {
      streak = 0;
    } else if (fresh || ++streak >= rise) {
      open = true;
      fresh = false;
      streak = 0;
    }
  }

  /** A check failed. */
  void failed() {
    if (!open) {
      streak = 0;
    } else if (++streak >= fall) {
      open = false;
      streak = 0;
    }
  }
}

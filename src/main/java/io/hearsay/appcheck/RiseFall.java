package io.hearsay.appcheck;

/**
 * Counts checks: open after {@code rise} consecutive passes, shut after {@code fall} consecutive
 * failures. Shut at first; the very first pass opens it, as there was no failure that could recur.
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

package io.hearsay.testkit.load;

/**
 * A request of the load. Times are in nanoseconds, of {@link System#nanoTime()}.
 *
 * @param due when it was to begin
 * @param took the time from then until it had ended
 * @param opened when its connection was opened
 * @param backend the node that answered; empty if it failed
 * @param failure connection habit and kind, such as {@code keep:idle_close}; empty if it was
 * answered
 */
public record Sample(long due, long took, long opened, String backend, String failure) {
  /** Whether it got no answer, or a bad one. */
  public boolean failed() {
    return !failure.isEmpty();
  }

  /** Whether it was answered, but took longer than that. */
  boolean slow(double seconds) {
    return !failed() && took > seconds * 1e9;
  }
}

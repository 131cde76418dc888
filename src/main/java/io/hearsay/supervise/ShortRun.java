package io.hearsay.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A program that is run to its end, within a limit, and with it ends all that it started. */
public final class ShortRun {
  /** What {@link #code} says of a program that did not end in time. */
  public static final int TIMED_OUT = -1;

  private ShortRun() {}

  /**
   * Runs a program and waits. It sees no input, nothing of {@code HEARSAY_*}, and its output is
   * dropped.
   *
   * @return its code, or {@link #TIMED_OUT}: then it was killed; what it started is, either way
   * @throws InterruptedException if the caller gave up; then all was killed
   * @throws IOException if it cannot be run; the message is for an operator
   */
  public static int code(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    try {
      var child = Child.brief("check", command);
      try {
        boolean ended = child.ends(limit);
        return ended ? child.await() : TIMED_OUT;
      } finally {
        child.kill();
      }
    } catch (Child.NotStarted e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

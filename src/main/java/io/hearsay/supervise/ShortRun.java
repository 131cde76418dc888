package io.hearsay.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs a program to its end within a limit; everything that it started ends with it. */
public final class ShortRun {
  /** What {@link #code} returns for a program that did not end in time. */
  public static final int TIMED_OUT = -1;

  private ShortRun() {}

  /**
   * Runs a program and waits for it. It gets no input and none of {@code HEARSAY_*}; its output is
   * discarded.
   *
   * @return its exit code, or {@link #TIMED_OUT} if it had to be killed; what it started is killed
   *     either way
   * @throws InterruptedException if the caller gave up; everything has been killed then
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

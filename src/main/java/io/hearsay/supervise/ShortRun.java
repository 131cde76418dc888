package io.hearsay.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A program that is run to its end, within a limit, and its whole session with it. */
public final class ShortRun {
  /** What {@link #code} says of a program that did not end in time. */
  public static final int TIMED_OUT = -1;

  private ShortRun() {}

  /**
   * Runs a program and waits. It sees no input, nothing of {@code HEARSAY_*}, and its output is
   * dropped.
   *
   * @return its code, or {@link #TIMED_OUT}: then it and what it started were killed
   * @throws IOException if it cannot be run; the message is for an operator
   */
  public static int code(List<String> command, Duration limit)
      throws IOException, InterruptedException {
    try {
      var child = Child.start("check", command, ProcessSettings.Output.DROPPED, List.of());
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

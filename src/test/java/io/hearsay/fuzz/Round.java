package io.hearsay.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A number of inputs for one target, and the outcome.
 *
 * @param inputs the number of inputs tried
 * @param findings the first findings, at most {@value #KEPT}
 * @param found the number of all findings
 */
record Round(Target target, long inputs, List<Finding> findings, long found, Duration took) {
  private static final int KEPT = 5;

  /** An input that takes longer twice in a row hangs: none has more than a few thousand bytes. */
  private static final long SLOW_NANOS = 5_000_000_000L;

  /** An input that breaks a promise; its number reproduces it. */
  record Finding(long number, byte[] input, Throwable what) {}

  /**
   * Tries the inputs.
   *
   * @param first number of the first input
   */
  static Round of(Target target, long first, long inputs) {
    var mutator = new Mutator(target);
    var findings = new ArrayList<Finding>();
    long found = 0;
    long begun = System.nanoTime();
    for (long number = first; number < first + inputs; number++) {
      var input = mutator.input(number);
      var what = tried(target, input.clone());
      if (what instanceof Slow) {
        what = tried(target, input.clone());
      }
      if (what != null) {
        found++;
        if (findings.size() < KEPT) {
          findings.add(new Finding(number, input, what));
        }
      }
    }
    return new Round(target, inputs, findings, found, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** What the input led to; null if all is well. */
  private static Throwable tried(Target target, byte[] input) {
    long begun = System.nanoTime();
    try {
      target.reader().read(input);
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      return e;
    }
    long took = System.nanoTime() - begun;
    return took > SLOW_NANOS ? new Slow(took) : null;
  }

  /** Thrown for a slow input, which is tried again: the machine may have been busy. */
  private static final class Slow extends AssertionError {
    private static final long serialVersionUID = 1L;

    Slow(long nanos) {
      super("it took " + nanos / 1_000_000 + " ms");
    }
  }
}

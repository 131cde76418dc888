package io.hearsay.simulator;

import java.util.Optional;

/** One half of Hearsay in virtual time: membership, or the balancer's pipeline. */
public interface Half {
  /** Its name in reports. */
  String name();

  /**
   * Runs one simulation from beginning to end. The same seed gives the same run.
   *
   * @param seed from which everything is drawn: which faults exist at all, and when they strike
   * @return what went wrong, in enough words to find it; empty if every invariant held
   */
  Optional<String> violation(long seed);
}

package io.hearsay.simulator;

import java.util.Optional;

/** One half of Hearsay under virtual time: membership, or the balancer's pipeline. */
public interface Half {
  /** As it appears in reports. */
  String name();

  /**
   * Runs one simulation from its beginning to its end. The same seed gives the same run.
   *
   * @param seed from which everything is drawn: which faults there are at all, and when
   * @return what went wrong, in words that let somebody find it; empty if every invariant held
   */
  Optional<String> violation(long seed);
}

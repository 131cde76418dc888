package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.model.BalancerSettings;
import java.util.function.Consumer;

/**
 * What a simulation runs: the pipeline as it is, or, to see whether the invariants find it, with a
 * bug that was planted at one of its seams.
 */
interface Sabotage {
  /** None. */
  Sabotage NONE = new Sabotage() {};

  /** Where the pipeline hears of what others have for it. */
  default Inbox inbox(Runnable wake) {
    return new Inbox(wake);
  }

  /** The pipeline. */
  default Pipeline pipeline(
      BalancerSettings settings,
      HaproxyHost host,
      TimeSource time,
      Inbox inbox,
      Consumer<ApplyStep> steps) {
    return new Pipeline(settings, host, time, inbox, steps);
  }

  /** When the thread wakes, of when it should. */
  default long wake(long wake) {
    return wake;
  }
}

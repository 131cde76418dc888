package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.model.BalancerSettings;
import java.util.function.Consumer;

/**
 * What a simulation runs: the pipeline as it is, or one with a bug planted at one of its seams, to
 * see whether the invariants find it.
 */
interface Sabotage {
  /** No bug. */
  Sabotage NONE = new Sabotage() {};

  /** Where others leave news for the pipeline. */
  default Inbox inbox(Runnable wake) {
    return new Inbox(wake);
  }

  default Pipeline pipeline(
      BalancerSettings settings,
      HaproxyHost host,
      TimeSource time,
      Inbox inbox,
      Consumer<ApplyStep> steps) {
    return new Pipeline(settings, host, time, inbox, steps);
  }

  /** When the thread actually wakes up, given when it should. */
  default long wake(long wake) {
    return wake;
  }
}

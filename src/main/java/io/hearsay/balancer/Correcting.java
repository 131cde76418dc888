package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.UncertainStateException;
import io.hearsay.balancer.plan.Deviation;
import io.hearsay.balancer.policy.DriftLimit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Corrects servers whose state in HAProxy differs from the configuration, a few times for each. For
 * the pipeline's thread; blocks while HAProxy answers.
 */
final class Correcting {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final WantedServers wanted;
  private final ConfigApplier applier;
  private final Report report;
  private final DriftLimit limit = new DriftLimit();

  Correcting(WantedServers wanted, ConfigApplier applier, Report report) {
    this.wanted = wanted;
    this.applier = applier;
    this.report = report;
  }

  /**
   * Deviations that were observed.
   *
   * @param text the configuration that HAProxy was compared with
   */
  record Found(String text, List<Deviation> deviations) {}

  /**
   * Corrects the deviations that Hearsay may correct.
   *
   * @throws UncertainStateException if HAProxy does not answer as expected
   */
  void correct(Found found, long now) throws UncertainStateException {
    if (applier.pid() == 0 || !applier.running().equals(Optional.of(found.text()))) {
      // HAProxy runs with another text by now, so this was no drift.
      return;
    }
    for (var deviation : found.deviations()) {
      boolean ours =
          deviation.kind() != Deviation.Kind.UNKNOWN || wanted.isMember(deviation.server());
      if (ours) {
        correct(deviation, now);
      }
    }
  }

  private void correct(Deviation deviation, long now) throws UncertainStateException {
    switch (limit.ask(deviation.id(), now)) {
      case PUT_RIGHT -> {
        applier.correct(deviation);
        report.progress().corrected();
        report.publish();
        tell(
            deviation,
            switch (deviation.kind()) {
              case CHANGED -> "put back to what is configured";
              case MISSING -> "added again";
              case UNKNOWN -> "taken out, it is not in the configuration";
            });
      }
      case GIVE_UP ->
          tell(
              deviation,
              "left alone: it was put right again and again, and somebody changes it each time;"
                  + " find out who uses HAProxy's socket, or set hearsay.balancer.drift=tell");
      case LEAVE -> {}
    }
  }

  private void tell(Deviation deviation, String what) {
    LOG.warnf("%s: %s", deviation.id(), what);
    report.tell(new ProxyEvent.Corrected(deviation.backend(), deviation.server(), what));
  }
}

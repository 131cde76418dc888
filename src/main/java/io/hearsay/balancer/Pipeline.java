package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.UncertainStateException;
import io.hearsay.balancer.certificate.Certificates;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.policy.ApplySchedule;
import io.hearsay.balancer.policy.Debouncer;
import io.hearsay.balancer.render.ConfigRenderer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The balancer's pipeline as a state machine: given the time, the newest view, the template and
 * HAProxy's answers, a step does what is due and returns when the next one is. It has no thread and
 * no clock of its own, so that a simulation can run its steps in virtual time; {@link Reconciler}
 * runs them in real time.
 *
 * <p>This class knows <em>when</em> something is done; {@link Applying} knows what.
 *
 * <p>For one thread. A step blocks for as long as HAProxy and the disk take.
 */
final class Pipeline {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final Inbox inbox;
  private final WantedServers wanted;
  private final ConfigRenderer renderer;
  private final ConfigApplier applier;
  private final ApplySchedule schedule;
  private final Report report;
  private final Revival revival;
  private final Applying applying;
  private final Correcting correcting;
  private final Optional<Certificates> certificates;
  private boolean rehearsed;

  /**
   * Creates a pipeline that has not done anything yet.
   *
   * @param steps is notified after each step of an apply
   */
  Pipeline(
      BalancerSettings settings,
      HaproxyHost host,
      TimeSource time,
      Inbox inbox,
      Consumer<ApplyStep> steps) {
    this.inbox = inbox;
    this.wanted = new WantedServers(settings);
    this.renderer = new ConfigRenderer(settings, time.wall());
    this.applier = new ConfigApplier(settings, host, steps, inbox::haproxyEnded);
    this.schedule =
        new ApplySchedule(
            new Debouncer(
                settings.quiet().toMillis(),
                settings.minGap().toMillis(),
                settings.maxWait().toMillis()));
    this.certificates =
        settings
            .find(FrontOption.TLS_CERTIFICATES)
            .map(d -> new Certificates(d, settings.certificateList(), host, time.wall()));
    this.report = new Report(applier, wanted, certificates, time);
    this.revival = new Revival(applier, report);
    this.correcting = new Correcting(wanted, applier, report);
    this.applying =
        new Applying(
            new Applying.Parts(inbox, wanted, renderer, applier, schedule, report, revival),
            certificates,
            time,
            settings.maxOldProcesses());
  }

  /** The pipeline's reports to the outside. */
  Report report() {
    return report;
  }

  /** The state of HAProxy as far as it is known. */
  ConfigApplier applier() {
    return applier;
  }

  /** Must be called before the first step: adopts a HAProxy that is already running. */
  void begin(long now) {
    certificates.ifPresent(Certificates::begin);
    boolean adopted = applier.adopt();
    if (adopted) {
      report.adopted();
      wanted.adopted();
      schedule.adopted(now);
      revival.serves();
    } else if (applier.drives()) {
      report.servesNothing();
    } else if (applier.inFile().isPresent()) {
      // Whatever controls HAProxy has it run with that.
      wanted.adopted();
      schedule.adopted(now);
    }
  }

  /**
   * Does what is due.
   *
   * @param now in milliseconds of a monotonic clock
   * @return when the next step is due, on the same clock; an earlier one does no harm
   */
  long step(long now) {
    try {
      look(now);
      correct(now);
      if (inbox.takeEnded() || schedule.tickIsDue(now) || now >= revival.restartAt()) {
        schedule.ticked(now);
        tick(now);
      }
      if (schedule.isDue(now)) {
        if (applier.died()) {
          revive(now);
        } else {
          applying.apply(now);
        }
      }
      if (!rehearsed && applier.pid() != 0) {
        rehearsed = true;
        applier.rehearse();
      }
    } catch (RuntimeException e) {
      // A bug must not stop the pipeline: the next view or tick tries again.
      LOG.error("the pipeline stumbled", e);
      applying.stumbled(e);
    }
    return Math.min(schedule.next(wanted.reviewAt()), revival.restartAt());
  }

  private void look(long now) {
    long came = inbox.newestAt();
    if (wanted.look(inbox.newest(), now)) {
      report.timings().wanted(came);
      changed(now);
    }
    // If a change is pending, the reload is done with it.
    if (inbox.forced().isPresent() && wanted.known() && !schedule.pending() && applier.drives()) {
      changed(now);
    }
  }

  private void correct(long now) {
    var found = inbox.takeDrift();
    // What is about to be replaced need not be corrected.
    if (found.isPresent() && inbox.forced().isEmpty() && !applier.died()) {
      try {
        correcting.correct(found.get(), now);
      } catch (UncertainStateException e) {
        applying.uncertain(e);
      }
    }
  }

  private void changed(long now) {
    report.progress().wanted();
    report.wanted(wanted.catalog());
    schedule.changed(now);
    if (applier.pid() != 0) {
      // Servers must not wait for something else that keeps failing.
      schedule.atOnce(now);
    }
    report.publish();
  }

  private void tick(long now) {
    tend();
    if (wanted.known() && renderer.changed()) {
      schedule.changed(now);
    }
    certificates.ifPresent(c -> certificates(c, now));
    supervise(now);
    if (inbox.forced().isEmpty() && applier.strays()) {
      inbox.force(new Plan.Reload(ReloadReason.DOUBT, "HAProxy's files can be written to again"));
    }
  }

  /**
   * Restarts a HAProxy that has ended, follows one that was replaced, and publishes who answers.
   */
  private void supervise(long now) {
    if (applier.died()) {
      revive(now);
      report.publishAnswering();
      return;
    }
    var answering = applier.answering();
    if (applier.isReplaced(answering)) {
      LOG.warn("another HAProxy answers on the socket; it is taken over");
      applier.adopt();
      report.uncertain();
      if (wanted.known()) {
        schedule.changed(now);
      }
    }
    report.publish(answering);
  }

  private void certificates(Certificates all, long now) {
    boolean any = all.any();
    all.look();
    if (all.any() && !any && wanted.known()) {
      // The first certificate brings the TLS frontend.
      schedule.changed(now);
    }
    if (inbox.forced().isEmpty()) {
      all.bring(applier.pid(), applier.running().orElse(""), applier.api())
          .map(why -> new Plan.Reload(ReloadReason.CERTIFICATES, why))
          .ifPresent(inbox::force);
    }
  }

  private void tend() {
    try {
      applier.tend();
    } catch (UncertainStateException e) {
      applying.uncertain(e);
    }
  }

  /** Restarts a HAProxy that has ended, with its last configuration; what is wanted now follows. */
  private void revive(long now) {
    revival
        .ended(now)
        .ifPresent(
            at ->
                applying.died(
                    "HAProxy has ended unexpectedly; it is started again"
                        + (at > now ? " in " + (at - now) + " ms" : ""),
                    now));
    if (now < revival.restartAt()) {
      schedule.waitUntil(revival.restartAt());
      return;
    }
    try {
      revival.starting(now);
      if (!revival.restart() && wanted.known()) {
        applier.forget();
      }
      // The apply that follows finds nothing to do, and updates the record.
      revival.leaveToApply();
      schedule.atOnce(now);
    } catch (ApplyException e) {
      revival.putOff(now);
      applying.failed(e, now);
      if (wanted.known()) {
        // What is wanted now may be startable.
        applier.forget();
        revival.leaveToApply();
      }
    }
    if (wanted.known()) {
      schedule.changed(now);
    }
  }

  /** Lets HAProxy finish its connections and end. Blocks meanwhile, up to a limit. */
  void stopHaproxy() {
    applier.stop();
  }
}

package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.DynamicUpdater;
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
 * what HAProxy says, a step does what is due and tells when the next one is. There is no thread and
 * no clock of its own in it, so that a simulation can take its steps under virtual time; {@link
 * Reconciler} takes them in earnest.
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
   * Nothing was done yet.
   *
   * @param steps hears of each step of an apply after it was done
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

  /** What it tells everybody else. */
  Report report() {
    return report;
  }

  /** What it knows of HAProxy. */
  ConfigApplier applier() {
    return applier;
  }

  /** Comes before the first step: takes over a HAProxy that runs already. */
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
      // Whoever drives HAProxy has it run with that.
      wanted.adopted();
      schedule.adopted(now);
    }
  }

  /**
   * Does what is due.
   *
   * @param now in milliseconds of a clock that does not jump
   * @return when the next step is due, on the same clock; earlier ones do no harm
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
    // While anything is pending it goes with that.
    if (inbox.forced().isPresent() && wanted.known() && !schedule.pending() && applier.drives()) {
      changed(now);
    }
  }

  private void correct(long now) {
    var found = inbox.takeDrift();
    // What is about to be replaced need not be put right.
    if (found.isPresent() && inbox.forced().isEmpty() && !applier.died()) {
      try {
        correcting.correct(found.get(), now);
      } catch (DynamicUpdater.Doubt e) {
        applying.doubt(e);
      }
    }
  }

  private void changed(long now) {
    report.progress().wanted();
    report.wanted(wanted.catalog());
    schedule.changed(now);
    if (applier.pid() != 0) {
      // Whatever keeps failing, servers do not wait for it.
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
    if (applier.died()) {
      revive(now);
    } else if (applier.replaced()) {
      LOG.warn("another HAProxy answers on the socket; it is taken over");
      applier.adopt();
      report.uncertain();
      if (wanted.known()) {
        schedule.changed(now);
      }
    }
    if (inbox.forced().isEmpty() && applier.strays()) {
      inbox.force(new Plan.Reload(ReloadReason.DOUBT, "HAProxy's files can be written to again"));
    }
    report.publishAnswering();
  }

  private void certificates(Certificates all, long now) {
    boolean any = all.any();
    all.look();
    if (all.any() && !any && wanted.known()) {
      // With the first one the frontend for TLS comes.
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
    } catch (DynamicUpdater.Doubt e) {
      applying.doubt(e);
    }
  }

  /** HAProxy has ended: it is started again with what it had, and what is wanted now follows. */
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
      // The apply that follows finds nothing to do, and brings the record in step.
      revival.leaveToApply();
      schedule.atOnce(now);
    } catch (ApplyException e) {
      revival.putOff(now);
      applying.failed(e, now);
      if (wanted.known()) {
        // Perhaps what is wanted by now can be started.
        applier.forget();
        revival.leaveToApply();
      }
    }
    if (wanted.known()) {
      schedule.changed(now);
    }
  }

  /** Lets HAProxy end when it has finished its connections. Blocks for as long, up to a limit. */
  void stopHaproxy() {
    applier.stop();
  }
}

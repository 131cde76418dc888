package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.DynamicUpdater;
import io.hearsay.balancer.apply.UnconfirmedConfig;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.policy.ApplySchedule;
import io.hearsay.balancer.render.ConfigRenderer;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One apply: what is wanted is rendered, checked and brought to HAProxy, by run time or by reload.
 * What fails is tried again with growing pauses, while HAProxy goes on with what it has. For the
 * pipeline's thread; blocks.
 */
final class Applying {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final Inbox inbox;
  private final WantedServers wanted;
  private final ConfigRenderer renderer;
  private final ConfigApplier applier;
  private final ApplySchedule schedule;
  private final Report report;
  private final Revival revival;
  private final TimeSource time;
  private final int maxOldProcesses;

  /** When this apply began, by {@link System#nanoTime}. */
  private long began;

  /** A text whose HAProxy came up and was not confirmed, without its servers, and why. */
  private Optional<UnconfirmedConfig> unconfirmed = Optional.empty();

  /** What it works with, shared with the {@link Pipeline}. */
  record Parts(
      Inbox inbox,
      WantedServers wanted,
      ConfigRenderer renderer,
      ConfigApplier applier,
      ApplySchedule schedule,
      Report report,
      Revival revival) {}

  /**
   * Nothing applied yet.
   *
   * @param maxOldProcesses with as many that still finish, a reload waits
   */
  Applying(Parts parts, TimeSource time, int maxOldProcesses) {
    this.inbox = parts.inbox();
    this.wanted = parts.wanted();
    this.renderer = parts.renderer();
    this.applier = parts.applier();
    this.schedule = parts.schedule();
    this.report = parts.report();
    this.revival = parts.revival();
    this.time = time;
    this.maxOldProcesses = maxOldProcesses;
  }

  /** Brings HAProxy to what is wanted, or does what can be done of it. */
  void apply(long now) {
    var text = Optional.<String>empty();
    try {
      began = System.nanoTime();
      var rendered = renderer.render(wanted.catalog());
      report.timings().rendered(began);
      text = Optional.of(rendered);
      renderer.inspect(rendered);
      perform(rendered, now);
    } catch (ApplyException e) {
      impossible(e, text, now);
    }
  }

  private void perform(String text, long now) throws ApplyException {
    var plan =
        inbox
            .forced()
            .filter(f -> applier.pid() != 0)
            .<Plan>map(f -> f)
            .orElseGet(() -> applier.plan(text));
    switch (plan) {
      case Plan.Nothing nothing -> {
        applier.persist();
        done(text, ProxyStatus.Method.NONE, "nothing differs");
      }
      case Plan.Runtime runtime -> change(text, runtime, now);
      case Plan.Reload reload -> reload(text, reload, now);
    }
  }

  private void change(String text, Plan.Runtime plan, long now) throws ApplyException {
    int changes = plan.changes().size();
    report.mayServe(wanted.catalog());
    try {
      applier.change(plan.changes(), text);
    } catch (DynamicUpdater.Doubt doubt) {
      reload(text, doubt(doubt), now);
      return;
    }
    // Members that leave wait for this, whether the disk takes the file or not.
    report.serves(wanted.catalog());
    report.progress().changed(changes);
    report.progress().followed(List.of());
    applier.persist();
    done(text, ProxyStatus.Method.RUNTIME, changes + " changes of servers");
  }

  /** HAProxy did not answer as expected: from here on a reload is due. */
  Plan.Reload doubt(DynamicUpdater.Doubt e) {
    var reload =
        new Plan.Reload(
            ReloadReason.DOUBT, "changing it at run time is in doubt: " + e.getMessage());
    inbox.force(reload);
    report.uncertain();
    return reload;
  }

  private void reload(String text, Plan.Reload plan, long now) throws ApplyException {
    boolean running = applier.pid() != 0;
    var known = unconfirmed.filter(u -> running && u.is(text));
    if (known.isPresent() && plan.reason() != ReloadReason.ASKED) {
      follow(text);
      inbox.forget(Optional.of(plan));
      stayed(known.get().why());
      return;
    }
    long due = schedule.reloadDue(applier.oldProcesses() >= maxOldProcesses);
    if (running && now < due) {
      follow(text);
      schedule.waitUntil(due);
      report.publish();
      return;
    }
    if (!running) {
      revival.starting(now);
    }
    // What is asked for from here on may be news that this one does not bring.
    var asked = inbox.forced();
    report.mayServe(wanted.catalog());
    try {
      applier.reload(text);
    } catch (ApplyException e) {
      if (e.isLasting()) {
        unconfirmed = Optional.of(UnconfirmedConfig.of(text, e.getMessage()));
        inbox.forget(asked);
      }
      throw e;
    }
    revival.serves();
    unconfirmed = Optional.empty();
    schedule.reloaded(time.now());
    report.progress().reloaded(plan.reason());
    inbox.forget(asked);
    LOG.debugf("the reload is counted as %s", plan.reason().label());
    report.serves(wanted.catalog());
    applier.persist();
    done(text, ProxyStatus.Method.RELOAD, plan.detail());
  }

  /**
   * What is wanted cannot be had now. What can is done at once: the template before, what served
   * before, or the servers that the running HAProxy can take.
   */
  private void impossible(ApplyException e, Optional<String> text, long now) {
    if (renderer.fallBack(e.getMessage(), e.isLasting())) {
      // The template is a new one: at once with the one before.
      failed(e.getMessage(), now);
      schedule.tryOther(now);
      return;
    }
    if (applier.pid() == 0) {
      failed(e.getMessage(), now);
      try {
        if (revival.restart()) {
          schedule.atOnce(now);
        }
      } catch (ApplyException other) {
        LOG.debug("what served before cannot be started either", other);
      }
      return;
    }
    text.ifPresent(this::follow);
    failed(e.getMessage(), now);
    schedule.reloadWaitsToo();
  }

  /** Makes those of the changes that take no reload. */
  private void follow(String text) {
    var progress = report.progress();
    var part = applier.part(text, wanted.catalog().names()::contains);
    if (part.isEmpty()) {
      progress.lost();
      return;
    }
    report.mayServe(wanted.catalog());
    try {
      int changes = applier.change(part.get());
      if (changes < 0) {
        progress.lost();
        return;
      }
      progress.changed(changes);
      progress.followed(part.get().waiting());
      report.servesPart(wanted.catalog(), part.get().stuck());
      if (changes > 0) {
        progress.reached(ProxyStatus.Method.RUNTIME, changes + " changes of servers");
        LOG.infof("changed at run time: %s changes of servers; a reload is to follow", changes);
      }
      applier.persist();
    } catch (DynamicUpdater.Doubt e) {
      progress.lost();
      doubt(e);
    } catch (ApplyException e) {
      LOG.debug("the file follows later", e);
    }
  }

  /**
   * A reload that would do no good is not tried; there is nothing to do until something changes.
   */
  private void stayed(String why) {
    schedule.gaveUp();
    report.failed(Logger.Level.DEBUG, why);
  }

  private void done(String text, ProxyStatus.Method method, String reason) {
    renderer.accept();
    schedule.applied();
    wanted.applied();
    report.timings().applied(method, began);
    var wrong =
        unconfirmed.filter(u -> u.is(text)).map(UnconfirmedConfig::why).or(renderer::refusal);
    report.progress().applied(wrong);
    if (method != ProxyStatus.Method.NONE) {
      report.progress().reached(method, reason);
      LOG.infof(
          "%s: %s; %s servers",
          method == ProxyStatus.Method.RELOAD ? "reloaded" : "changed at run time",
          reason,
          wanted.catalog().size());
    }
    report.serves(wanted.catalog());
    report.publishAnswering();
    if (method != ProxyStatus.Method.NONE || wrong.isEmpty()) {
      report.tell();
    }
  }

  /** Something went wrong: it is tried again after a pause. */
  void failed(String message, long now) {
    schedule.failed(now);
    report.failed(Logger.Level.ERROR, message);
  }

  /** The same, after a step that has taken who knows how long. */
  void failed(String message) {
    failed(message, time.now());
  }
}

package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.UncertainStateException;
import io.hearsay.balancer.apply.UnconfirmedConfig;
import io.hearsay.balancer.certificate.Certificates;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.plan.ServerChanges;
import io.hearsay.balancer.policy.ApplySchedule;
import io.hearsay.balancer.render.ConfigRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One apply: renders and checks what is wanted and brings HAProxy to it, by changes at run time or
 * by a reload. A failed apply is retried with growing pauses, while HAProxy keeps what it has. For
 * the pipeline's thread; blocks.
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
  private final Optional<Certificates> certificates;
  private final TimeSource time;
  private final int maxOldProcesses;

  /** What the current apply has done so far. */
  private final List<ProxyEvent> events = new ArrayList<>();

  /** When the current apply began. */
  private long begun;

  /** Why the newest template was refused, if another one is used in its place. */
  private FailureKind refusal = FailureKind.TEMPLATE;

  /** A text, without its servers, whose HAProxy came up but was not confirmed, and why. */
  private Optional<UnconfirmedConfig> unconfirmed = Optional.empty();

  /** The parts shared with the {@link Pipeline}. */
  record Parts(
      Inbox inbox,
      WantedServers wanted,
      ConfigRenderer renderer,
      ConfigApplier applier,
      ApplySchedule schedule,
      Report report,
      Revival revival) {}

  /**
   * Creates an instance with nothing applied yet.
   *
   * @param certificates that HAProxy reads at its start
   * @param maxOldProcesses with this many old processes still running, a reload waits
   */
  Applying(Parts parts, Optional<Certificates> certificates, TimeSource time, int maxOldProcesses) {
    this.certificates = certificates;
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

  /** Brings HAProxy to what is wanted, or as close as possible. */
  void apply(long now) {
    begun = now;
    var text = Optional.<String>empty();
    try {
      long rendering = System.nanoTime();
      var rendered = renderer.render(wanted.catalog());
      report.timings().rendered(rendering);
      text = Optional.of(rendered);
      renderer.inspect(rendered);
      perform(rendered, now);
    } catch (ApplyException e) {
      impossible(e, text, now);
    } finally {
      tell();
    }
  }

  /** Reports what was done, after the status has been updated. */
  private void tell() {
    events.forEach(report::tell);
    events.clear();
  }

  private void perform(String text, long now) throws ApplyException {
    if (!applier.drives()) {
      write(text);
      return;
    }
    var plan =
        inbox
            .forced()
            .filter(f -> applier.pid() != 0)
            .<Plan>map(f -> f)
            .orElseGet(() -> applier.plan(text));
    switch (plan) {
      case Plan.Nothing nothing -> {
        applier.persist();
        done(text, ProxyStatus.Method.NONE);
      }
      case Plan.Runtime runtime -> change(text, runtime, now);
      case Plan.Reload reload -> reload(text, reload, now);
    }
  }

  /** Only writes the file. */
  private void write(String text) throws ApplyException {
    if (inbox.forced().isPresent()) {
      LOG.info(
          "HAProxy is not reloaded: it is not driven from here (hearsay.balancer.reload=none)");
      inbox.forget(inbox.forced());
    }
    var before = applier.inFile();
    boolean another = applier.write(text);
    report.written();
    if (another) {
      var servers = before.map(b -> ServerChanges.between(b, text)).orElse(ServerChanges.NONE);
      applied(
          new ProxyEvent.How(
              ProxyStatus.Method.FILE, Optional.empty(), "HAProxy is not driven from here"),
          servers);
    }
    done(text, another ? ProxyStatus.Method.FILE : ProxyStatus.Method.NONE);
  }

  private void change(String text, Plan.Runtime plan, long now) throws ApplyException {
    var changes = ServerChanges.of(plan.changes());
    report.mayServe(wanted.catalog());
    try {
      applier.change(plan.changes(), text);
    } catch (UncertainStateException e) {
      reload(text, uncertain(e), now);
      return;
    }
    // Members that leave wait for this, whether or not the file can be written.
    report.serves(wanted.catalog());
    report.progress().changed(changes.count());
    report.progress().followed(List.of());
    if (changes.count() > 0) {
      applied(
          new ProxyEvent.How(ProxyStatus.Method.RUNTIME, Optional.empty(), changes.text()),
          changes);
    }
    applier.persist();
    done(text, ProxyStatus.Method.RUNTIME);
  }

  /** HAProxy did not answer as expected, so a reload is due. */
  Plan.Reload uncertain(UncertainStateException e) {
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
    // A reload that is requested from here on may be about something that this one does not
    // include.
    var asked = inbox.forced();
    var before = running ? applier.running() : Optional.<String>empty();
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
    certificates.ifPresent(c -> c.started(applier.pid()));
    unconfirmed = Optional.empty();
    schedule.reloaded(time.now());
    report.progress().reloaded(plan.reason());
    inbox.forget(asked);
    report.serves(wanted.catalog());
    report.back();
    applied(
        new ProxyEvent.How(ProxyStatus.Method.RELOAD, Optional.of(plan.reason()), plan.detail()),
        before.map(b -> ServerChanges.between(b, text)).orElse(ServerChanges.NONE));
    applier.persist();
    done(text, ProxyStatus.Method.RELOAD);
  }

  /** HAProxy has changed, whether or not the file has been written yet. */
  private void applied(ProxyEvent.How how, ServerChanges servers) {
    report.progress().reached(how.method(), how.why());
    var event =
        new ProxyEvent.Applied(
            report.progress().revision(), how, servers, Math.max(0, time.now() - begun));
    LOG.infof(
        "%s (revision %s, %s servers, %s ms)",
        event.text(), event.revision(), wanted.catalog().size(), event.millis());
    events.add(event);
  }

  /**
   * What is wanted cannot be applied now. Immediately does what is possible: uses the previous
   * template, the previous configuration, or changes the servers of the running HAProxy.
   */
  private void impossible(ApplyException e, Optional<String> text, long now) {
    if (e.kind() == FailureKind.TEMPLATE) {
      text.ifPresent(t -> report.refused(t, e.getMessage()));
    }
    report.publish();
    tell();
    if (renderer.fallBack(e.getMessage(), e.isLasting())) {
      refusal = e.kind();
      // The template is new: retry immediately with the previous one.
      failed(e, now);
      schedule.tryOther(now);
      return;
    }
    if (applier.pid() == 0) {
      failed(e, now);
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
    failed(e, now);
    schedule.reloadWaitsToo();
  }

  /** Makes the changes that need no reload. */
  private void follow(String text) {
    var progress = report.progress();
    var part = applier.part(text, wanted.catalog().names()::contains);
    if (part.isEmpty()) {
      progress.lost();
      return;
    }
    report.mayServe(wanted.catalog());
    try {
      var possible = applier.change(part.get()).map(ServerChanges::of);
      if (possible.isEmpty()) {
        progress.lost();
        return;
      }
      var changes = possible.get();
      progress.changed(changes.count());
      progress.followed(part.get().waiting());
      report.servesPart(wanted.catalog(), part.get().stuck());
      if (changes.count() > 0) {
        applied(
            new ProxyEvent.How(
                ProxyStatus.Method.RUNTIME,
                Optional.empty(),
                changes.text() + "; a reload is to follow"),
            changes);
      }
      applier.persist();
    } catch (UncertainStateException e) {
      progress.lost();
      uncertain(e);
    } catch (ApplyException e) {
      LOG.debug("the file follows later", e);
    }
  }

  /** Skips a reload that would be useless until something changes. */
  private void stayed(String why) {
    schedule.gaveUp();
    report.failed(Logger.Level.DEBUG, FailureKind.OTHER, why);
  }

  private void done(String text, ProxyStatus.Method method) {
    renderer.accept();
    schedule.applied();
    wanted.applied();
    report.timings().applied(method, Math.max(0, time.now() - begun));
    var wrong =
        unconfirmed.filter(u -> u.is(text)).map(UnconfirmedConfig::why).or(renderer::refusal);
    report.progress().applied(wrong, refusal);
    if (wrong.isEmpty()) {
      report.accepted();
    }
    if (applier.drives()) {
      report.serves(wanted.catalog());
    }
    report.publishAnswering();
  }

  /** An apply has failed; it is retried after a pause. */
  void failed(ApplyException e, long now) {
    schedule.failed(now);
    report.failed(Logger.Level.ERROR, e.kind(), e.getMessage());
  }

  /** The program itself has a bug; the step may have taken any time. */
  void stumbled(RuntimeException e) {
    schedule.failed(time.now());
    report.failed(Logger.Level.ERROR, FailureKind.OTHER, "internal error: " + e);
  }

  /** HAProxy has ended by itself and has to be restarted. */
  void died(String message, long now) {
    schedule.failed(now);
    report.died(applier.lastPid(), message);
  }
}

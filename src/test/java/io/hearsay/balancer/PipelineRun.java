package io.hearsay.balancer;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.render.ConfigRenderer;
import io.hearsay.balancer.sim.SimCluster;
import io.hearsay.balancer.sim.SimFaults.Kind;
import io.hearsay.balancer.sim.SimHost;
import io.hearsay.balancer.sim.SimPlaces;
import io.hearsay.balancer.sim.SimProcess;
import io.hearsay.balancer.sim.SimTemplates;
import io.hearsay.balancer.sim.VirtualTime;
import io.hearsay.membership.TrafficMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One run of the pipeline on a simulated machine: a period with any of the faults that the seed has
 * drawn, then none; within a bounded time HAProxy must run with what is wanted.
 */
final class PipelineRun implements AutoCloseable {
  /** From the end of all faults until HAProxy must run with what is wanted, in milliseconds. */
  private static final long HEALS_WITHIN = 45_000;

  /** A change that takes no reload and that comes out of the calm, in milliseconds. */
  private static final long PROMPT = 150;

  /** From the end of a serving HAProxy until another one serves, in milliseconds. */
  private static final long REVIVED = 600;

  private final Random random;
  private final VirtualTime time = new VirtualTime();
  private final PipelineInvariants invariants;
  private final SimHost host;
  private final SimCluster cluster;
  private final BalancerSettings settings;
  private final Sabotage sabotage;
  private final List<Runnable> chaos = new ArrayList<>();
  private final StringBuilder story = new StringBuilder();
  private boolean calm;

  /** Renders what is wanted in the end, independently of the pipeline's own renderer. */
  private ConfigRenderer judge;

  private Pipeline pipeline;
  private Inbox inbox;
  private boolean rung;
  private long wake;
  private long restartAt;
  private int revision;
  private int steps;

  PipelineRun(long seed, Sabotage sabotage) {
    this.random = new Random(seed);
    this.sabotage = sabotage;
    this.invariants = new PipelineInvariants(time, this::tell);
    this.host =
        new SimHost(
            time,
            random,
            invariants,
            random.nextBoolean()
                ? new SimPlaces.Names("/etc/haproxy/haproxy.cfg", "/run/hearsay")
                : new SimPlaces.Names("/data/haproxy.cfg", "/data"));
    invariants.watches(host);
    this.cluster = new SimCluster(random);
    this.settings = SimSettings.draw(host.places(), random);
    tell(settings.empty() + " " + settings.guard() + " " + settings.config());
    drawFaults();
  }

  /** Draws the faults that this run may have. */
  private void drawFaults() {
    for (int i = 0; i < 6; i++) {
      chaos.add(this::changeMembers);
    }
    maybe(2, this::changeTemplate);
    maybe(1, () -> inbox(i -> i.ask(new Plan.Reload(ReloadReason.ASKED, "asked for"))));
    maybe(2, this::endHaproxy);
    maybe(2, this::killSidecar);
    maybe(
        1,
        () -> {
          tell("another HAProxy takes over");
          host.takeOverByHand();
        });
    for (var kind : Kind.values()) {
      maybe(1, () -> begin(kind));
    }
  }

  private void maybe(int weight, Runnable what) {
    if (random.nextInt(10) < 4) {
      for (int i = 0; i < weight; i++) {
        chaos.add(what);
      }
    }
  }

  /** What happened, for whoever investigates a violation. */
  String story() {
    return story.toString();
  }

  int steps() {
    return steps;
  }

  private void tell(String what) {
    if (story.length() < 100_000) {
      story.append(time.now() - 1_000_000).append(' ').append(what).append('\n');
    }
  }

  /** Runs to the end; throws if an invariant does not hold. */
  void run() {
    editTemplate(SimTemplates.good(++revision));
    startSidecar();
    time.in(gap(), this::chaos);
    goOnUntil(time.now() + 10_000 + random.nextInt(50_000));
    heal();
    long limit = time.now() + HEALS_WITHIN;
    while (unsettled().isPresent() && time.now() < limit) {
      goOnUntil(time.now() + 1000);
    }
    // A state that holds for a moment only is not settled.
    goOnUntil(time.now() + 2000);
    unsettled().ifPresent(u -> invariants.violated("not settled long after all was well: " + u));
    expectPromptChange();
    expectRevival();
  }

  private long gap() {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * 800);
  }

  private void chaos() {
    if (!calm) {
      chaos.get(random.nextInt(chaos.size())).run();
      time.in(gap(), this::chaos);
    }
  }

  private void changeMembers() {
    cluster.change(time.now());
    submit();
  }

  private void submit() {
    var view = cluster.view();
    tell(
        "view "
            + view.members().stream()
                .map(
                    m ->
                        m.name()
                            + "="
                            + m.status()
                            + (m.mode() == TrafficMode.READY ? "" : m.mode()))
                .toList());
    inbox(i -> i.submit(view));
  }

  private void inbox(java.util.function.Consumer<Inbox> what) {
    if (inbox != null) {
      what.accept(inbox);
    }
  }

  private void changeTemplate() {
    if (random.nextInt(12) == 0) {
      tell("template vanishes");
      host.disk().delete(host.places().template());
    } else {
      editTemplate(SimTemplates.any(++revision, random));
    }
  }

  private void editTemplate(String text) {
    tell("template " + revision);
    host.disk().write(host.places().template(), text);
  }

  private void endHaproxy() {
    host.alive().stream()
        .filter(SimProcess::serves)
        .findFirst()
        .ifPresent(
            p -> {
              tell("HAProxy " + p.pid() + " ends");
              p.end();
            });
  }

  private void killSidecar() {
    int in = 1 + random.nextInt(25);
    tell("the sidecar is killed in " + in + " steps");
    invariants.killIn(in);
  }

  private void begin(Kind kind) {
    tell(kind + " begins");
    set(kind, true);
    time.in(
        100 + random.nextInt(random.nextInt(3) == 0 ? 15_000 : 2000),
        () -> {
          tell(kind + " ends");
          set(kind, false);
        });
  }

  private void set(Kind kind, boolean on) {
    host.faults().set(kind, on);
    switch (kind) {
      case DISK_FULL -> host.disk().fill(on);
      case RUN_DIR_UNWRITABLE -> host.disk().forbid(host.places().runDir(), on);
      case CONFIG_DIR_UNWRITABLE -> host.disk().forbid(host.places().config().getParent(), on);
      default -> {}
    }
  }

  private void heal() {
    tell("all is well");
    calm = true;
    invariants.killIn(0);
    for (var kind : Kind.values()) {
      set(kind, false);
    }
    cluster.heal(time.now());
    submit();
    editTemplate(SimTemplates.good(++revision));
  }

  private void startSidecar() {
    tell("a sidecar starts");
    inbox = sabotage.inbox(() -> rung = true);
    pipeline =
        sabotage.pipeline(
            settings, host, new TimeSource(time::now, time.clock()), inbox, invariants::step);
    invariants.sidecarStarts();
    rung = true;
    time.in(random.nextInt(3) == 0 ? random.nextInt(1000) : 0, this::submit);
    guarded(() -> pipeline.begin(time.now()));
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (PipelineInvariants.Killed e) {
      tell("the sidecar is killed");
      invariants.sidecarEnded();
      pipeline = null;
      inbox = null;
      restartAt = time.now() + random.nextInt(random.nextBoolean() ? 100 : 4000);
    }
  }

  private void goOnUntil(long end) {
    while (time.now() < end) {
      if (pipeline == null) {
        time.passUntil(Math.min(end, Math.min(restartAt, time.next())));
        if (time.now() >= restartAt) {
          startSidecar();
        }
        continue;
      }
      long at = Math.min(end, rung ? time.now() : Math.max(wake, time.now()));
      if (time.next() < at) {
        time.passUntil(time.next());
        continue;
      }
      if (host.faults().has(Kind.LATE_WAKE_UPS)) {
        invariants.trouble();
        at += random.nextInt(2000);
      }
      time.passUntil(at);
      if (rung || wake <= time.now()) {
        rung = false;
        guarded(this::step);
      }
    }
  }

  private void step() {
    steps++;
    long begun = time.now();
    wake = sabotage.wake(pipeline.step(begun));
    invariants.afterStep(pipeline, cluster, begun, wake);
  }

  /** What keeps HAProxy from running with what is wanted; empty if nothing does. */
  private Optional<String> unsettled() {
    if (pipeline == null) {
      return Optional.of("no sidecar");
    }
    var serving = host.alive().stream().filter(SimProcess::serves).toList();
    if (serving.size() != 1 || serving.getFirst().pid() != pipeline.applier().pid()) {
      return Optional.of("processes " + serving.stream().map(SimProcess::pid).toList());
    }
    var wanted = wanted();
    var status = pipeline.report().status();
    var file = host.disk().read(host.places().config());
    var record = host.disk().read(host.places().record()).orElse("");
    if (!status.current()) {
      return Optional.of("status is " + status);
    }
    if (!file.equals(Optional.of(wanted))) {
      return Optional.of("the file is " + file.orElse("not there") + "\nwanted is " + wanted);
    }
    if (!pipeline.report().appliedText().equals(file)) {
      return Optional.of("what is reported as applied is not");
    }
    if (!PipelineInvariants.fits(record, serving.getFirst().pid(), wanted)) {
      return Optional.of("the record is " + record);
    }
    return invariants.different(serving.getFirst(), wanted);
  }

  private String wanted() {
    try {
      if (judge == null) {
        judge = new ConfigRenderer(settings, time.clock());
      }
      return judge.render(new CatalogBuilder(settings.services()).build(cluster.view()));
    } catch (ApplyException e) {
      return "cannot be rendered: " + e.getMessage();
    }
  }

  private void expectPromptChange() {
    tell("another weight");
    cluster.reweigh(time.now());
    submit();
    goOnUntil(time.now() + PROMPT);
    unsettled().ifPresent(u -> invariants.violated("a wake-up is lost after a view: " + u));
  }

  private void expectRevival() {
    goOnUntil(time.now() + random.nextInt(500));
    endHaproxy();
    goOnUntil(time.now() + REVIVED);
    if (host.alive().stream().noneMatch(SimProcess::serves)) {
      invariants.violated("a wake-up is lost after the end of HAProxy");
    }
  }

  @Override
  public void close() {
    host.close();
  }
}

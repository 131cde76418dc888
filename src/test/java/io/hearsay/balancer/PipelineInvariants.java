package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.sim.SimCluster;
import io.hearsay.balancer.sim.SimConfig;
import io.hearsay.balancer.sim.SimHost;
import io.hearsay.balancer.sim.SimProcess;
import io.hearsay.balancer.sim.SimTemplates;
import io.hearsay.balancer.sim.SimWatch;
import io.hearsay.balancer.sim.VirtualTime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What must hold of the pipeline at all times, checked on a simulated machine. One instance
 * outlives the sidecars that are killed on that machine.
 */
final class PipelineInvariants implements SimWatch {
  /** The least gap between two reloads, in milliseconds. */
  private static final long MIN_GAP = 1000;

  /** Without trouble, a server that left gets no new request after this many milliseconds. */
  private static final long OUT_BOUND = 8000;

  /**
   * HAProxy and the template are looked at this often (milliseconds), so a step is always due by
   * then.
   */
  private static final long TICK = 500;

  /** More steps within a second mean a loop that never sleeps. */
  private static final int STEPS_A_SECOND = 300;

  /** The sidecar is killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** An invariant does not hold. */
  static final class Violated extends Error {
    private static final long serialVersionUID = 1L;

    Violated(String what) {
      super(what, null, false, false);
    }
  }

  private final VirtualTime time;
  private final Consumer<String> story;

  /** Texts that passed a check at some time, or that a HAProxy was started with. */
  private final Set<String> proven = new HashSet<>();

  /** Texts that were parsed before. */
  private final Map<String, SimConfig> parsed = new HashMap<>();

  /** What HAProxy has run with, by the last record: the one text that needs no further check. */
  private String recorded = "";

  private String lastChecked = "";
  private boolean lastVerdict;
  private boolean inSidecar;
  private int killIn;
  private boolean recordMayStand;

  /** Whether there has been a template to follow since the sidecar started. */
  private boolean told;

  /** Whether a record could not be removed. */
  private boolean recordStuck;

  private long lastReload = Long.MIN_VALUE / 2;
  private long reloads;
  private long lastTrouble;
  private long second;
  private int stepsInSecond;

  /**
   * Invariants of a machine with that time; what it does to HAProxy is reported to {@code story}.
   */
  PipelineInvariants(VirtualTime time, Consumer<String> story) {
    this.time = time;
    this.story = story;
  }

  /** Kills the sidecar after that many further changes to the outside; 0: never. */
  void killIn(int steps) {
    killIn = steps;
  }

  /** A sidecar takes its first step. */
  void sidecarStarts() {
    inSidecar = true;
    told = false;
    reloads = 0;
    lastReload = Long.MIN_VALUE / 2;
    recordMayStand = true;
    trouble();
  }

  /** The sidecar has ended, for whatever reason. */
  void sidecarEnded() {
    inSidecar = false;
    killIn = 0;
    trouble();
  }

  /** From now on, allows for the time that recovery takes. */
  void trouble() {
    lastTrouble = time.now();
  }

  @Override
  public void beforeChange() {
    if (inSidecar && killIn > 0 && --killIn == 0) {
      throw new Killed();
    }
  }

  private static String name(String text) {
    return Integer.toHexString(text.hashCode());
  }

  /** A step of an apply is done. */
  void step(ApplyStep step) {
    story.accept("  " + step);
    if (step == ApplyStep.RECORDED) {
      recorded = host.disk().read(config).orElse("");
    }
    switch (step) {
      case RECORD_REMOVED -> {
        recordMayStand = false;
        recordStuck = host.disk().read(host.places().record()).isPresent();
      }
      case RECORDED -> {
        recordMayStand = true;
        recordStuck = false;
      }
      case CHANGED_AT_RUN_TIME, STARTED -> {
        if (recordMayStand) {
          violated(step + " with a record that says otherwise");
        }
      }
      default -> {}
    }
    beforeChange();
  }

  @Override
  public void checked(String text, boolean right) {
    story.accept("  check of " + name(text) + (right ? ": right" : ": wrong"));
    lastChecked = text;
    lastVerdict = right;
    if (right) {
      proven.add(text);
    }
  }

  private Path config;
  private SimHost host;

  /** The machine to watch. */
  void watches(SimHost machine) {
    host = machine;
    config = machine.places().config();
  }

  @Override
  public void replaced(Path path) {
    if (path.equals(config)) {
      var text = host.disk().read(path).orElse("");
      story.accept("  the file is " + name(text));
      // After a failed change the file becomes again what HAProxy runs with.
      if (text.equals(lastChecked) && !lastVerdict && !text.equals(recorded)) {
        violated("the file was written after a failed check");
      }
      if (!proven.contains(text)) {
        violated("the file was written without a check");
      }
    }
  }

  @Override
  public void reloading() {
    if (time.now() - lastReload < MIN_GAP) {
      violated("two reloads within " + (time.now() - lastReload) + " ms");
    }
  }

  @Override
  public void started(String text, boolean reload) {
    story.accept("  HAProxy runs with " + name(text));
    proven.add(text);
    reloads++;
    if (reload) {
      lastReload = time.now();
    } else {
      trouble();
    }
  }

  @Override
  public void apiFailed() {
    trouble();
  }

  @Override
  public void violated(String what) {
    throw new Violated(what);
  }

  /** Checks everything after a step. */
  void afterStep(Pipeline pipeline, SimCluster cluster, long begun, long wake) {
    long now = time.now();
    if (wake > now + TICK) {
      violated("a wake-up is lost: the next step is due in " + (wake - now) + " ms");
    }
    countSteps(now);
    var status = pipeline.report().status();
    status.lastError().filter(e -> e.startsWith("internal error")).ifPresent(this::violated);
    reasons(status);
    // A HAProxy that somebody else has replaced by hand is noticed at the next tick.
    var serving = host.process(pipeline.applier().pid()).filter(SimProcess::serves);
    runs(pipeline, serving);
    withdrawals(pipeline, serving);
    record();
    // A sidecar that starts without its template, or with one from which no text comes, has no
    // earlier one: HAProxy goes on as it is.
    var template = host.disk().read(host.places().template());
    told |= template.filter(SimTemplates::isRendered).isPresent();
    boolean untold = template.isEmpty() || !told;
    if (serving.isEmpty()
        || pipeline.applier().running().isEmpty()
        || untold
        || now - begun > 1000) {
      trouble();
    }
    departures(cluster, now);
  }

  private void countSteps(long now) {
    if (now / 1000 != second) {
      second = now / 1000;
      stepsInSecond = 0;
    }
    if (++stepsInSecond > STEPS_A_SECOND) {
      violated("it never sleeps: " + stepsInSecond + " steps in a second");
    }
  }

  private void reasons(ProxyStatus status) {
    long reasons = status.reloadsBy().values().stream().mapToLong(Long::longValue).sum();
    if (status.reloads() != reasons || status.reloads() > reloads) {
      violated(
          "counted %s reloads, %s reasons, did %s".formatted(status.reloads(), reasons, reloads));
    }
  }

  /** HAProxy runs with what the pipeline believes. */
  private void runs(Pipeline pipeline, Optional<SimProcess> serving) {
    var running = pipeline.applier().running();
    if (serving.isPresent() && running.isPresent()) {
      different(serving.get(), running.get())
          .ifPresent(d -> violated("it believes it knows what HAProxy runs with, but " + d));
    }
  }

  /** How a process differs from one that has just read a text; empty if not at all. */
  Optional<String> different(SimProcess process, String text) {
    // A process whose socket is elsewhere has another line for it.
    var its = text.replace(host.places().socket() + " ", process.socket() + " ");
    if (parsed.size() > 50) {
      parsed.clear();
    }
    return process.differsFrom(parsed.computeIfAbsent(its, SimConfig::parse));
  }

  /** A member that was told it is out gets nothing any more. */
  private void withdrawals(Pipeline pipeline, Optional<SimProcess> serving) {
    for (var name : SimCluster.names()) {
      if (serving.isPresent() && serving.get().sendsTo(name) && pipeline.report().withdrawn(name)) {
        violated(name + " was reported as out, and gets new requests");
      }
    }
  }

  /**
   * A record that fits its file describes what its process runs with, or a look at the process
   * corrects it.
   */
  void record() {
    var file = host.disk().read(config);
    var record = host.disk().read(host.places().record());
    if (file.isEmpty() || record.isEmpty() || !host.disk().allows(host.places().runDir())) {
      return;
    }
    var pid = Long.parseLong(record.get().split(" ", 2)[0]);
    var process = host.process(pid);
    // The record of a HAProxy that was replaced by hand is not believed any more.
    if (process.filter(SimProcess::serves).isPresent()
        && recordMayStand
        && !recordStuck
        && fits(record.get(), pid, file.get())) {
      different(process.get(), file.get())
          .ifPresent(d -> violated("file and record fit each other, but " + d));
    }
  }

  static boolean fits(String record, long pid, String text) {
    return record.equals(io.hearsay.balancer.apply.Records.text(pid, text));
  }

  private void departures(SimCluster cluster, long now) {
    cluster
        .leftAt()
        .forEach(
            (name, at) -> {
              if (now - Math.max(at, lastTrouble) > OUT_BOUND
                  && host.alive().stream().anyMatch(p -> p.serves() && p.sendsTo(name))) {
                violated(name + " left " + (now - at) + " ms ago and still gets new requests");
              }
            });
  }
}

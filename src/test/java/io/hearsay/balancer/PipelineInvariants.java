package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.sim.SimCluster;
import io.hearsay.balancer.sim.SimConfig;
import io.hearsay.balancer.sim.SimHost;
import io.hearsay.balancer.sim.SimProcess;
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
 * What must hold of the pipeline at all times, held against a simulated machine. It outlives the
 * sidecars that are killed on it.
 */
final class PipelineInvariants implements SimWatch {
  /** A reload keeps at least this distance from the one before. */
  private static final long MIN_GAP = 1000;

  /** Without trouble, a server that left gets no new request after this time. */
  private static final long OUT_BOUND = 8000;

  /** HAProxy and the template are looked at in this distance, so a step is always due by then. */
  private static final long TICK = 500;

  /** More steps in a second are a loop that never sleeps. */
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

  /** Texts that a check has found right at some time, or that a HAProxy was started with. */
  private final Set<String> proven = new HashSet<>();

  /** Texts that were taken apart before. */
  private final Map<String, SimConfig> parsed = new HashMap<>();

  /** What HAProxy has run with, by the last record: the one text that needs no check any more. */
  private String recorded = "";

  private String lastChecked = "";
  private boolean lastVerdict;
  private boolean inSidecar;
  private int killIn;
  private boolean recordMayStand;

  /** Whether a record could not be removed. */
  private boolean recordStuck;

  private long lastReload = Long.MIN_VALUE / 2;
  private long reloads;
  private long lastTrouble;
  private long second;
  private int stepsInSecond;

  /** Of a machine with that time; what it does to HAProxy is told to {@code story}. */
  PipelineInvariants(VirtualTime time, Consumer<String> story) {
    this.time = time;
    this.story = story;
  }

  /** The sidecar is killed when it has done that many more things to the outside; 0: not. */
  void killIn(int steps) {
    killIn = steps;
  }

  /** A sidecar begins with its first step. */
  void sidecarStarts() {
    inSidecar = true;
    reloads = 0;
    lastReload = Long.MIN_VALUE / 2;
    recordMayStand = true;
    trouble();
  }

  /** It has ended, however that came. */
  void sidecarEnded() {
    inSidecar = false;
    killIn = 0;
    trouble();
  }

  /** What a server is promised needs some time from here on. */
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

  /** A step of an apply was done. */
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

  /** The machine that is watched. */
  void watches(SimHost machine) {
    host = machine;
    config = machine.places().config();
  }

  @Override
  public void replaced(Path path) {
    if (path.equals(config)) {
      var text = host.disk().read(path).orElse("");
      story.accept("  the file is " + name(text));
      // After a change that was not possible the file becomes again what HAProxy runs with.
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

  /** Looks at everything after a step. */
  void afterStep(Pipeline pipeline, SimCluster cluster, long begun, long wake) {
    long now = time.now();
    if (wake > now + TICK) {
      violated("a wake-up is lost: the next step is due in " + (wake - now) + " ms");
    }
    countSteps(now);
    var status = pipeline.report().status();
    status.lastError().filter(e -> e.startsWith("internal error")).ifPresent(this::violated);
    reasons(status);
    // One that somebody else has replaced by hand is seen to be at the next tick.
    var serving = host.process(pipeline.applier().pid()).filter(SimProcess::serves);
    runs(pipeline, serving);
    withdrawals(pipeline, serving);
    record();
    // A sidecar that starts without the template has none before it: HAProxy goes on as it is.
    boolean untold = host.disk().read(host.places().template()).isEmpty();
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

  /** HAProxy runs with what the pipeline believes it does. */
  private void runs(Pipeline pipeline, Optional<SimProcess> serving) {
    var running = pipeline.applier().running();
    if (serving.isPresent() && running.isPresent()) {
      different(serving.get(), running.get())
          .ifPresent(d -> violated("it believes to know what HAProxy runs with, but " + d));
    }
  }

  /** In what a process differs from one that has just read a text; empty if in nothing. */
  Optional<String> different(SimProcess process, String text) {
    // With its socket elsewhere it has another line for it.
    var its = text.replace(host.places().socket() + " ", process.socket() + " ");
    if (parsed.size() > 50) {
      parsed.clear();
    }
    return process.differsFrom(parsed.computeIfAbsent(its, SimConfig::parse));
  }

  /** Who is told that it may end gets nothing any more. */
  private void withdrawals(Pipeline pipeline, Optional<SimProcess> serving) {
    for (var name : SimCluster.names()) {
      if (serving.isPresent() && serving.get().sendsTo(name) && pipeline.report().withdrawn(name)) {
        violated(name + " was told to be withdrawn, and gets new requests");
      }
    }
  }

  /** A record that fits its file tells what its process runs with, or a look at it tells better. */
  void record() {
    var file = host.disk().read(config);
    var record = host.disk().read(host.places().record());
    if (file.isEmpty() || record.isEmpty() || !host.disk().allows(host.places().runDir())) {
      return;
    }
    var pid = Long.parseLong(record.get().split(" ", 2)[0]);
    var process = host.process(pid);
    // Of one that was replaced by hand nobody believes anything any more.
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

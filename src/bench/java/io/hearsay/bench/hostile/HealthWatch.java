package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks an agent's liveness over and over. */
final class HealthWatch implements AutoCloseable {
  private static final Duration GAP = Duration.ofMillis(50);

  private final Agent agent;
  private final List<Double> millis = new ArrayList<>();
  private final Watcher watcher;
  private int failed;

  HealthWatch(Guest guest) {
    this.agent = guest.agent();
    this.watcher = new Watcher(GAP, this::ask);
  }

  private void ask() {
    long begin = System.nanoTime();
    boolean up;
    try {
      up = agent.health("/q/health/live").contains("UP");
    } catch (IOException e) {
      up = false;
    }
    took((System.nanoTime() - begin) / 1e6, up);
  }

  private synchronized void took(double time, boolean up) {
    millis.add(time);
    failed += up ? 0 : 1;
  }

  /** The number of calls that were not answered with UP. */
  synchronized int failed() {
    return failed;
  }

  synchronized int calls() {
    return millis.size();
  }

  /** The milliseconds that this share of the answers took at most. */
  synchronized double quantile(double part) {
    var sorted = millis.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }

  @Override
  public void close() {
    watcher.close();
  }
}

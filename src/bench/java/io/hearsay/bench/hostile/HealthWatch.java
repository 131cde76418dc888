package io.hearsay.bench.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks for an agent's liveness again and again, each time on a connection of its own. */
final class HealthWatch implements AutoCloseable {
  private static final long GAP_MILLIS = 50;

  private final Agent agent;
  private final Thread thread;
  private final List<Double> millis = new ArrayList<>();
  private int failed;

  HealthWatch(Agent agent) {
    this.agent = agent;
    thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long begin = System.nanoTime();
        boolean up;
        try {
          up = agent.health("/q/health/live").contains("UP");
        } catch (IOException e) {
          up = false;
        }
        synchronized (this) {
          millis.add((System.nanoTime() - begin) / 1e6);
          failed += up ? 0 : 1;
        }
        TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  /** Calls that were not answered with UP. */
  synchronized int failed() {
    return failed;
  }

  synchronized int calls() {
    return millis.size();
  }

  /** Milliseconds that this part of the answers took at most. */
  synchronized double quantile(double part) {
    var sorted = millis.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}

package io.hearsay.balancer;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.sim.SimHost;
import io.hearsay.balancer.sim.SimPlaces;
import io.hearsay.balancer.sim.SimProcess;
import io.hearsay.balancer.sim.SimTemplates;
import io.hearsay.balancer.sim.SimWatch;
import io.hearsay.balancer.sim.VirtualTime;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A pipeline on a simulated machine in virtual time, driven by a test. */
final class SimulatedBalancer implements AutoCloseable {
  final VirtualTime time = new VirtualTime();
  final SimHost host =
      new SimHost(
          time,
          new Random(1),
          new Nobody(),
          new SimPlaces.Names("/etc/haproxy.cfg", "/run/hearsay"));
  Inbox inbox;
  Pipeline pipeline;
  private final BalancerSettings settings;
  private boolean rung = true;
  private long wake;

  SimulatedBalancer(UnaryOperator<BalancerSettings> change) {
    settings = change.apply(SimSettings.defaults(host.places()));
    host.disk().write(host.places().template(), SimTemplates.good(1));
    start();
  }

  /** Watches nothing: the test itself looks. */
  private static final class Nobody implements SimWatch {
    @Override
    public void beforeChange() {}

    @Override
    public void replaced(Path path) {}

    @Override
    public void checked(String text, boolean right) {}

    @Override
    public void reloading() {}

    @Override
    public void started(String text, boolean reload) {}

    @Override
    public void apiFailed() {}

    @Override
    public void violated(String what) {
      throw new AssertionError(what);
    }
  }

  /** Starts a sidecar; one that ran before counts as killed. */
  void start() {
    inbox = new Inbox(() -> rung = true);
    pipeline =
        new Pipeline(settings, host, new TimeSource(time::now, time.clock()), inbox, step -> {});
    pipeline.begin(time.now());
    rung = true;
  }

  /** Lets time pass, and returns the number of steps that the pipeline took. */
  int goOn(long millis) {
    long end = time.now() + millis;
    int steps = 0;
    while (true) {
      long at = rung ? time.now() : Math.max(wake, time.now());
      if (at > end) {
        time.passUntil(end);
        if (!rung || time.now() > end) {
          return steps;
        }
      } else {
        time.passUntil(at);
        rung = false;
        wake = pipeline.step(time.now());
        if (++steps > 10_000) {
          throw new AssertionError("it never sleeps");
        }
      }
    }
  }

  ProxyStatus status() {
    return pipeline.report().status();
  }

  /** The process that serves. */
  SimProcess haproxy() {
    return host.alive().stream().filter(SimProcess::serves).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    host.close();
  }
}

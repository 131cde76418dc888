package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A HAProxy process of a {@link SimHost}, with the state of its servers. */
public final class SimProcess implements RunningProcess {
  private final long pid;
  private final SimConfig config;
  private final List<Runnable> onExit = new ArrayList<>();
  private Path socket;
  private boolean alive = true;
  private boolean finishing;

  SimProcess(long pid, SimConfig config, Path socket) {
    this.pid = pid;
    this.config = config;
    this.socket = socket;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public boolean isAlive() {
    return alive;
  }

  @Override
  public void onExit(Runnable then) {
    if (alive) {
      onExit.add(then);
    } else {
      then.run();
    }
  }

  /** Ends it, whatever it is doing. */
  public void end() {
    if (alive) {
      alive = false;
      onExit.forEach(Runnable::run);
      onExit.clear();
    }
  }

  /** Makes it accept no new connections. */
  void finish() {
    finishing = true;
  }

  /** Whether it accepts new connections. */
  public boolean serves() {
    return alive && !finishing;
  }

  /** Where its admin socket is. */
  public Path socket() {
    return socket;
  }

  Optional<Map<String, SimServer>> backend(String name) {
    return Optional.ofNullable(config.backends().get(name));
  }

  Map<String, Map<String, SimServer>> backends() {
    return config.backends();
  }

  /** Whether a server of that name gets new requests in any backend. */
  public boolean sendsTo(String server) {
    return config.backends().values().stream()
        .anyMatch(b -> b.containsKey(server) && b.get(server).serves());
  }

  /** How it differs from a HAProxy that has just read that configuration; empty if not at all. */
  public Optional<String> differsFrom(SimConfig wanted) {
    if (!wanted.frame().equals(config.frame())) {
      return Optional.of("process " + pid + " runs with other lines than " + wanted.frame());
    }
    var backends = new TreeSet<>(wanted.backends().keySet());
    backends.addAll(config.backends().keySet());
    for (var backend : backends) {
      var has = config.backends().getOrDefault(backend, Map.of());
      var wants = wanted.backends().getOrDefault(backend, Map.of());
      var names = new TreeSet<>(has.keySet());
      names.addAll(wants.keySet());
      for (var name : names) {
        var is = has.get(name);
        var should = wants.get(name);
        boolean same =
            should == null
                ? is.maintenance()
                : is != null && is.toString().equals(should.toString());
        if (!same) {
          return Optional.of(
              "process " + pid + " has " + backend + "/" + name + " as " + is + ", not " + should);
        }
      }
    }
    return Optional.empty();
  }
}

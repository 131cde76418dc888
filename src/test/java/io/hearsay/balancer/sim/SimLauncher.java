package io.hearsay.balancer.sim;

import io.hearsay.balancer.haproxy.Elsewhere;
import io.hearsay.balancer.haproxy.HaproxyProcess;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.haproxy.RunningProcess;
import io.hearsay.balancer.haproxy.StartFailed;
import io.hearsay.balancer.sim.SimFaults.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Starts simulated processes as {@code ChildLauncher} starts real ones. */
final class SimLauncher implements Launcher {
  private final SimHost host;
  private final Random random;

  SimLauncher(SimHost host, Random random) {
    this.host = host;
    this.random = random;
  }

  private static HaproxyProcess known(SimProcess process) {
    return new HaproxyProcess(process.pid(), SimApi.version(), Optional.of(process));
  }

  @Override
  public Optional<HaproxyProcess> adopt() {
    return host.api(host.places().socket())
        .info()
        .flatMap(info -> host.process(info.pid()))
        .map(SimLauncher::known);
  }

  @Override
  public HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed {
    boolean reload = before.isPresent();
    if (reload) {
      host.watch().reloading();
    }
    var text = host.disk().read(host.places().config()).orElse("");
    return known(bringUp(text, host.places().socket(), reload));
  }

  @Override
  public boolean movesSocket() {
    return true;
  }

  @Override
  public HaproxyProcess start(String text, Elsewhere elsewhere) throws IOException, StartFailed {
    return known(
        bringUp(elsewhere.configuration(text, host.places().socket()), elsewhere.socket(), false));
  }

  private SimProcess bringUp(String text, Path socket, boolean reload)
      throws IOException, StartFailed {
    var failure = new StartFailed[1];
    var started =
        host.alone(
            "a start",
            () -> {
              try {
                return tryToBringUp(text, socket, reload);
              } catch (StartFailed e) {
                failure[0] = e;
                return null;
              }
            });
    if (failure[0] != null) {
      throw failure[0];
    }
    return started;
  }

  private SimProcess tryToBringUp(String text, Path socket, boolean reload)
      throws IOException, StartFailed {
    host.beforeCall();
    var config = SimConfig.parse(text);
    if (host.faults().has(Kind.NO_PROGRAM)) {
      throw new IOException("No such file or directory");
    }
    host.time().pass(10 + random.nextInt(100));
    if (host.faults().has(Kind.START_FAILS) || config.has(SimConfig.CANNOT_START)) {
      throw new StartFailed("it ended at once with code 1");
    }
    if (!host.disk().allows(socket.getParent())) {
      throw new StartFailed("cannot bind UNIX socket");
    }
    if (host.faults().has(Kind.START_HANGS) || config.has(SimConfig.NEVER_ANSWERS)) {
      host.time().pass(SimHost.START_LIMIT);
      throw StartFailed.unconfirmed("it did not answer within 10000 ms");
    }
    var replaced = host.alive();
    var process = host.spawn(text, socket);
    host.beforeCall();
    host.time().pass(1 + random.nextInt(20));
    if (!process.isAlive()) {
      throw new StartFailed("it ended");
    }
    host.watch().started(text, reload);
    for (var old : replaced) {
      if (old.serves()) {
        host.finish(old);
        host.beforeCall();
      }
    }
    host.time().pass(1);
    return process;
  }

  @Override
  public List<RunningProcess> others(HaproxyProcess current) {
    return host.alive().stream()
        .filter(p -> p.pid() != current.pid())
        .<RunningProcess>map(p -> p)
        .toList();
  }

  @Override
  public void stop(HaproxyProcess current, Duration limit) {
    host.process(current.pid()).ifPresent(host::finish);
  }

  @Override
  public boolean starts() {
    return true;
  }
}

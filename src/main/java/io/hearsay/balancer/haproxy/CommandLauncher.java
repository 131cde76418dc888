package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whatever command the user has for starting and reloading HAProxy, such as {@code systemctl
 * reload-or-restart haproxy}. It must end with code 0 within its limit; what counts then is that
 * another process answers on the socket. HAProxy may run in another container, if it shares the
 * directory with the socket.
 */
public final class CommandLauncher implements Launcher {
  private static final int POLL = 5;

  private final String command;
  private final Duration commandLimit;
  private final RuntimeApi api;
  private final Duration limit;

  /**
   * A command for {@code sh -c}.
   *
   * @param commandLimit for the command itself
   * @param limit until another process must answer on the socket, from the command's end
   */
  public CommandLauncher(String command, Duration commandLimit, Path socket, Duration limit) {
    this.command = command;
    this.commandLimit = commandLimit;
    this.api = new RuntimeApi(socket, limit);
    this.limit = limit;
  }

  @Override
  public Optional<HaproxyProcess> adopt() {
    return api.info().map(CommandLauncher::serving);
  }

  private static HaproxyProcess serving(HaproxyApi.Info info) {
    // The number may be that of another process here, if HAProxy is in another container.
    var seen = HaproxyProcess.of(info, true);
    boolean certain =
        LocalProcess.handle(seen)
            .flatMap(p -> p.info().command())
            .filter(c -> c.contains("haproxy"))
            .isPresent();
    return certain ? seen : HaproxyProcess.of(info, false);
  }

  @Override
  public HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed {
    try {
      var child = HaproxyChild.start(List.of("sh", "-c", command));
      var code = child.ended(commandLimit.toMillis());
      if (code.isEmpty()) {
        child.kill();
        throw new StartFailed(
            "the reload command did not end within " + commandLimit.toMillis() + " ms");
      }
      if (code.getAsInt() != 0) {
        throw new StartFailed(
            "the reload command ended with code " + code.getAsInt() + " " + child.lastWords());
      }
      return await(before.map(HaproxyProcess::pid).orElse(-1L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private HaproxyProcess await(long old) throws StartFailed, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      var info = api.info().filter(i -> i.pid() != old);
      if (info.isPresent()) {
        return serving(info.get());
      }
      TimeUnit.MILLISECONDS.sleep(POLL);
    }
    throw StartFailed.unconfirmed(
        "the reload command ended well, but no other HAProxy answered on the socket within "
            + limit.toMillis()
            + " ms");
  }

  /** Theirs are not counted: their command cares for them. */
  @Override
  public List<RunningProcess> others(HaproxyProcess current) {
    return List.of();
  }

  @Override
  public void stop(HaproxyProcess current, Duration limitOfStop) {}

  @Override
  public boolean starts() {
    return true;
  }
}

package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts and reloads HAProxy with a command of the user's, such as {@code systemctl
 * reload-or-restart haproxy}. It must end with exit code 0 within its limit; after that, another
 * process has to answer on the socket. HAProxy may run in another container that shares the
 * directory of the socket.
 */
public final class CommandLauncher implements Launcher {
  private static final int POLL = 5;

  private final String command;
  private final Duration commandLimit;
  private final RuntimeApi api;
  private final Duration limit;

  /**
   * Creates a launcher with a command for {@code sh -c}.
   *
   * @param commandLimit time limit of the command itself
   * @param limit within which another process must answer on the socket after the command has ended
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
    // If HAProxy is in another container, the pid may be that of an unrelated process here.
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

  /** Old processes are not counted: the command is responsible for them. */
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

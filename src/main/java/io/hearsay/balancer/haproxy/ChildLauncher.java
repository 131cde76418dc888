package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs HAProxy in the foreground ({@code -db}) as our child, but such that it survives us and a
 * later sidecar can find it. A new process takes over the listeners from the old one through its
 * socket ({@code -x}; HAProxy management guide, sections 3 and 4).
 *
 * <p>We tell the old process to finish (SIGUSR1), and only once the new one is confirmed; HAProxy's
 * {@code -sf} would do so before it is known whether the new one works. Until then both serve, and
 * a new process that is not confirmed is removed without effect. If there is no socket to take over
 * the listeners from, because it was removed, is something else or does not pass them on, the new
 * process binds the addresses itself beside the old one (SO_REUSEPORT), which may cost single
 * connections; only {@code noreuseport} makes that impossible.
 */
public final class ChildLauncher implements Launcher {
  private static final int POLL = 5;
  private static final int ANSWERS_IN_A_ROW = 3;

  /** How long a process that was not confirmed may finish the connections it has accepted. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final String haproxy;
  private final Path config;
  private final Path pidFile;
  private final Path socket;
  private final Duration limit;
  private final ProcessList processes;

  /**
   * Creates a launcher for one configuration.
   *
   * @param haproxy the binary
   * @param limit within which a new process must answer on its socket
   */
  public ChildLauncher(String haproxy, Path config, Path pidFile, Path socket, Duration limit) {
    this.haproxy = haproxy;
    this.config = config;
    this.pidFile = pidFile;
    this.socket = socket;
    this.limit = limit;
    this.processes = new ProcessList(config, pidFile);
  }

  @Override
  public Optional<HaproxyProcess> adopt() {
    return new RuntimeApi(socket, limit)
        .info()
        .map(info -> HaproxyProcess.of(info, true))
        .filter(s -> LocalProcess.handle(s).filter(processes::contains).isPresent());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Tells every process of our configuration to finish, not only the known one: an earlier
   * sidecar may have been killed right after it started another.
   */
  @Override
  public HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed {
    try {
      var replaced = new ArrayList<>(processes.all());
      before
          .flatMap(LocalProcess::handle)
          .filter(p -> !replaced.contains(p))
          .ifPresent(replaced::add);
      if (replaced.isEmpty()) {
        return await(HaproxyChild.start(command(List.of())), socket);
      }
      var started = beside(before);
      replaced.forEach(SoftStop::finish);
      awaitAlone(started.pid());
      return started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public boolean movesSocket() {
    return true;
  }

  @Override
  public HaproxyProcess start(String text, Elsewhere elsewhere) throws IOException, StartFailed {
    try {
      var replaced = processes.all();
      var command =
          List.of(haproxy, "-db", "-f", StartSocket.STANDARD_INPUT, "-p", pidFile.toString());
      var child = HaproxyChild.start(command, elsewhere.configuration(text, socket));
      var started = await(child, elsewhere.socket());
      replaced.forEach(SoftStop::finish);
      return started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private List<String> command(List<String> more) {
    var command = new ArrayList<String>();
    command.addAll(List.of(haproxy, "-db", "-f", config.toString()));
    command.addAll(more);
    command.addAll(List.of("-p", pidFile.toString()));
    return command;
  }

  /** Starts a process that serves beside the existing ones. */
  private HaproxyProcess beside(Optional<HaproxyProcess> before)
      throws IOException, StartFailed, InterruptedException {
    boolean usable = before.isPresent() && new RuntimeApi(socket, LEAVE).info().isPresent();
    if (usable) {
      try {
        return confirmed(List.of("-x", socket.toString()));
      } catch (StartFailed e) {
        // The old process was started without "expose-fd listeners".
        if (!e.getMessage().contains("Failed to get the sockets")) {
          throw e;
        }
      }
    }
    return confirmed(List.of());
  }

  private HaproxyProcess confirmed(List<String> takeOver)
      throws IOException, StartFailed, InterruptedException {
    try (var own = StartSocket.beside(socket)) {
      var more = new ArrayList<>(StartSocket.arguments());
      more.addAll(takeOver);
      var child = HaproxyChild.start(command(more), own.configuration());
      long deadline = System.nanoTime() + limit.toNanos();
      while (System.nanoTime() < deadline) {
        failIfEnded(child);
        switch (own.ask(child.pid(), socket)) {
          case NONE -> {}
          case CONFIRMED -> {
            return new HaproxyProcess(child.pid(), own.version(), LocalProcess.of(child.pid()));
          }
          case NO_ADMIN_SOCKET -> {
            child.leave(LEAVE);
            throw StartFailed.unconfirmed(
                "it does not listen on " + socket + " with level admin, so it could not be led");
          }
        }
      }
      child.leave(LEAVE);
      throw StartFailed.unconfirmed("it did not answer within " + limit.toMillis() + " ms");
    }
  }

  private static void failIfEnded(HaproxyChild child) throws InterruptedException, StartFailed {
    var code = child.ended(POLL);
    if (code.isPresent()) {
      var words = child.lastWords();
      throw new StartFailed(
          words.isBlank() ? "it ended at once with code " + code.getAsInt() : words);
    }
  }

  /**
   * Waits for the only process: there is no other one that could be harmed or answer in its place.
   */
  private HaproxyProcess await(HaproxyChild child, Path at)
      throws InterruptedException, StartFailed {
    var api = new RuntimeApi(at, limit);
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      failIfEnded(child);
      var info = api.info().filter(i -> i.pid() == child.pid());
      if (info.isPresent()) {
        return HaproxyProcess.of(info.get(), true);
      }
    }
    child.kill();
    throw StartFailed.unconfirmed(
        "it did not answer on its socket within " + limit.toMillis() + " ms");
  }

  /**
   * Waits until only the new process answers: the old one may still do so until it has received the
   * signal. Traffic does not depend on this, so exceeding the limit is not a failure.
   */
  private void awaitAlone(long pid) throws InterruptedException {
    var api = new RuntimeApi(socket, limit);
    long deadline = System.nanoTime() + limit.toNanos();
    int inARow = 0;
    while (inARow < ANSWERS_IN_A_ROW && System.nanoTime() < deadline) {
      if (api.pid().orElse(-1) == pid) {
        inARow++;
      } else {
        inARow = 0;
        TimeUnit.MILLISECONDS.sleep(POLL);
      }
    }
  }

  @Override
  public List<RunningProcess> others(HaproxyProcess current) {
    return besides(current).map(RunningProcess.class::cast).toList();
  }

  private Stream<LocalProcess> besides(HaproxyProcess current) {
    return processes.all().stream().filter(p -> p.pid() != current.pid()).map(LocalProcess::new);
  }

  @Override
  public void stop(HaproxyProcess current, Duration limitOfStop) {
    LocalProcess.handle(current).ifPresent(p -> SoftStop.finish(p, limitOfStop));
    besides(current).forEach(p -> p.handle().destroy());
  }

  @Override
  public boolean starts() {
    return true;
  }
}

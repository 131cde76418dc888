package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * HAProxy in master-worker mode ({@code -W -S SOCKET}): a reload is a command to the master, which
 * reads the file again, starts a worker and lets the old one finish (HAProxy management guide,
 * section 9.4). The master is our child or belongs to a supervisor such as s6 or systemd; in the
 * latter case we neither start nor stop it.
 *
 * <p>From 2.7 on the master answers when a reload is done, with {@code Success=0} or {@code 1}.
 * Earlier versions only close the connection; the result shows in the count of failed reloads and
 * the pid of the worker.
 */
public final class MasterWorker implements Launcher {
  private static final int POLL = 5;
  private static final Pattern MASTER =
      Pattern.compile("(?m)^([0-9]{1,9})\\s+master\\b(?:.*\\[failed: ([0-9]{1,9})])?");

  private final List<String> command;
  private final Path masterSocket;
  private final boolean ours;
  private final Duration limit;
  private final RuntimeApi worker;
  private final RuntimeApi master;
  private final ProcessList processes;
  private Optional<HaproxyChild> child = Optional.empty();

  /**
   * Creates a launcher for one master.
   *
   * @param ours whether we start it
   * @param socket of the worker
   * @param limit within which a worker must answer on its socket
   */
  public MasterWorker(
      String haproxy,
      Path config,
      Path pidFile,
      Path socket,
      Path masterSocket,
      boolean ours,
      Duration limit) {
    this.command =
        List.of(
            haproxy,
            "-W",
            "-S",
            masterSocket + ",mode,600",
            "-f",
            config.toString(),
            "-p",
            pidFile.toString());
    this.masterSocket = masterSocket;
    this.ours = ours;
    this.limit = limit;
    this.worker = new RuntimeApi(socket, limit);
    this.master = new RuntimeApi(masterSocket, limit);
    this.processes = new ProcessList(config, pidFile);
  }

  /**
   * What the master reports about itself.
   *
   * @param failed number of consecutive reloads that failed
   */
  record Master(long pid, int failed) {
    /** Parses the answer to {@code show proc}. */
    static Optional<Master> of(String answer) {
      var found = MASTER.matcher(answer);
      return found.find()
          ? Optional.of(
              new Master(
                  Long.parseLong(found.group(1)),
                  found.group(2) == null ? 0 : Integer.parseInt(found.group(2))))
          : Optional.empty();
    }
  }

  private Optional<Master> master() {
    try {
      // The master's socket does not close by itself after an answer.
      return Master.of(master.ask("prompt\nshow proc\nquit"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<HaproxyProcess> adopt() {
    return master().isEmpty()
        ? Optional.empty()
        : worker.info().map(info -> HaproxyProcess.of(info, true)).filter(HaproxyProcess::isAlive);
  }

  @Override
  public HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed {
    try {
      var running = master();
      if (running.isPresent() && before.isPresent()) {
        return reload(before.get(), running.get());
      }
      // Without its worker the master ends as well, unless configured otherwise.
      long old = before.map(HaproxyProcess::pid).orElse(-1L);
      return ours && !revived(old) ? start() : await(old, Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private HaproxyProcess reload(HaproxyProcess before, Master running)
      throws StartFailed, InterruptedException {
    try {
      var answer = master.ask("reload");
      if (answer.startsWith("Success=0")) {
        throw new StartFailed(ConfigCheck.summary(answer));
      }
    } catch (IOException e) {
      // The reload may be done nevertheless; the worker's pid will show.
    }
    return await(before.pid(), Optional.of(running));
  }

  /** Whether the master is still running or is restarted without us. */
  private boolean revived(long old) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (master().isPresent() && System.nanoTime() < deadline) {
      if (worker.info().filter(i -> i.pid() != old).isPresent()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL);
    }
    child.ifPresent(HaproxyChild::kill);
    processes.all().forEach(ProcessHandle::destroy);
    return false;
  }

  private HaproxyProcess start() throws IOException, StartFailed, InterruptedException {
    var started = HaproxyChild.start(command);
    child = Optional.of(started);
    return await(-1, Optional.empty());
  }

  private HaproxyProcess await(long old, Optional<Master> asked)
      throws StartFailed, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      var info = worker.info().filter(i -> i.pid() != old);
      if (info.isPresent()) {
        return HaproxyProcess.of(info.get(), true);
      }
      if (asked.isPresent()
          && master().filter(m -> m.failed() > asked.get().failed()).isPresent()) {
        throw new StartFailed("the master could not load it; see its log");
      }
      var code = child.isPresent() ? child.get().ended(0) : OptionalInt.empty();
      if (ours && code.isPresent()) {
        var words = child.get().lastWords();
        throw new StartFailed(
            words.isBlank() ? "the master ended with code " + code.getAsInt() : words);
      }
      TimeUnit.MILLISECONDS.sleep(POLL);
    }
    throw StartFailed.unconfirmed(
        ours
            ? "no worker answered on its socket within " + limit.toMillis() + " ms"
            : "no worker answered on its socket within "
                + limit.toMillis()
                + " ms; let your supervisor run: haproxy -W -S "
                + masterSocket
                + " -f "
                + command.get(command.indexOf("-f") + 1));
  }

  /** Other workers of the same master. */
  @Override
  public List<RunningProcess> others(HaproxyProcess current) {
    return master().flatMap(m -> ProcessHandle.of(m.pid())).stream()
        .flatMap(ProcessHandle::children)
        .filter(p -> p.pid() != current.pid() && HaproxyProcess.isAlive(p))
        .<RunningProcess>map(LocalProcess::new)
        .toList();
  }

  @Override
  public void stop(HaproxyProcess current, Duration limitOfStop) {
    if (ours) {
      master()
          .flatMap(m -> ProcessHandle.of(m.pid()))
          .ifPresent(m -> SoftStop.finish(m, limitOfStop));
    }
  }

  @Override
  public boolean starts() {
    return ours;
  }
}

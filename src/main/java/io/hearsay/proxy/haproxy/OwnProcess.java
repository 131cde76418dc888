package io.hearsay.proxy.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HAProxy in the foreground ({@code -db}), as our child, but so that it lives on without us and a
 * later sidecar finds it again. A new process takes the listeners over from the old one through its
 * socket ({@code -x}) and lets it finish ({@code -sf}; HAProxy management guide, sections 3 and 4).
 */
public final class OwnProcess implements Launcher {
  private static final int POLL = 5;

  private final String haproxy;
  private final Path config;
  private final Path pidFile;
  private final Path socket;
  private final Duration limit;
  private final ProcessList processes;

  /**
   * Processes of one configuration.
   *
   * @param haproxy binary
   * @param limit until a new process must answer on its socket
   */
  public OwnProcess(String haproxy, Path config, Path pidFile, Path socket, Duration limit) {
    this.haproxy = haproxy;
    this.config = config;
    this.pidFile = pidFile;
    this.socket = socket;
    this.limit = limit;
    this.processes = new ProcessList(config, pidFile);
  }

  @Override
  public Optional<Serving> adopt() {
    return new RuntimeApi(socket, limit)
        .info()
        .map(info -> Serving.of(info, true))
        .filter(s -> s.process().filter(processes::contains).isPresent());
  }

  /**
   * Every process of our configuration is told to finish, not only the one that we know: an earlier
   * sidecar may have been killed right after it started another.
   */
  @Override
  public Serving replace(Optional<Serving> before) throws IOException, StartFailed {
    var command = new ArrayList<String>();
    command.addAll(List.of(haproxy, "-db", "-f", config.toString(), "-p", pidFile.toString()));
    var replaced = processes.all();
    if (before.isPresent()) {
      command.addAll(List.of("-x", socket.toString()));
    }
    if (!replaced.isEmpty()) {
      command.add("-sf");
      replaced.forEach(p -> command.add(Long.toString(p.pid())));
    }
    var child = Child.start(command);
    try {
      return await(child);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Serving await(Child child) throws InterruptedException, StartFailed {
    var api = new RuntimeApi(socket, limit);
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      var code = child.ended(POLL);
      if (code.isPresent()) {
        var words = child.lastWords();
        throw new StartFailed(
            words.isBlank() ? "it ended at once with code " + code.getAsInt() : words);
      }
      var info = api.info().filter(i -> i.pid() == child.pid());
      if (info.isPresent()) {
        return Serving.of(info.get(), true);
      }
    }
    child.kill();
    throw new StartFailed("it did not answer on its socket within " + limit.toMillis() + " ms");
  }

  @Override
  public List<ProcessHandle> others(Serving current) {
    return processes.all().stream().filter(p -> p.pid() != current.pid()).toList();
  }

  @Override
  public void stop(Serving current, Duration limitOfStop) {
    current.process().ifPresent(p -> SoftStop.finish(p, limitOfStop));
    others(current).forEach(ProcessHandle::destroy);
  }

  @Override
  public boolean starts() {
    return true;
  }
}

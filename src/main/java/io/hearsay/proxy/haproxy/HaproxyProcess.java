package io.hearsay.proxy.haproxy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts HAProxy. It runs in the foreground ({@code -db}) as our child, but in a session of its
 * own: neither Ctrl-C in a terminal nor the death of the sidecar reaches it, and a later sidecar
 * finds it again.
 */
public final class HaproxyProcess {
  private static final Logger LOG = Logger.getLogger("haproxy");
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int REMEMBERED_LINES = 20;

  private final String haproxy;
  private final Path config;
  private final Path pidFile;
  private final Path socket;
  private final Duration limit;

  /**
   * Processes of one configuration.
   *
   * @param haproxy binary
   * @param limit until a new process must answer on its socket
   */
  public HaproxyProcess(String haproxy, Path config, Path pidFile, Path socket, Duration limit) {
    this.haproxy = haproxy;
    this.config = config;
    this.pidFile = pidFile;
    this.socket = socket;
    this.limit = limit;
  }

  /** A start that came to nothing; the message is what HAProxy said. */
  public static final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailed(String message) {
      super(message);
    }
  }

  /**
   * Starts a process and waits until it answers on the socket. With processes to replace it takes
   * over their listeners through the socket ({@code -x}) and lets them finish ({@code -sf}; HAProxy
   * management guide, sections 3 and 4).
   *
   * @param replaced the processes to replace; none: a first start
   * @throws IOException if the binary cannot be run
   * @throws StartFailed if the new process ended or did not answer in time; the others were not
   *     touched, or were told to go on
   */
  public ProcessHandle start(List<Long> replaced) throws IOException, StartFailed {
    var command = new ArrayList<String>();
    session().ifPresent(command::add);
    command.addAll(List.of(haproxy, "-db", "-f", config.toString(), "-p", pidFile.toString()));
    if (!replaced.isEmpty()) {
      command.addAll(List.of("-x", socket.toString(), "-sf"));
      replaced.forEach(pid -> command.add(pid.toString()));
    }
    var process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = follow(process);
    try {
      await(process, said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return process.toHandle();
  }

  private void await(Process process, Deque<String> said) throws InterruptedException, StartFailed {
    var api = new RuntimeApi(socket, limit);
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StartFailed(ended(process.exitValue(), said));
      }
      if (Files.exists(socket) && api.pid().orElse(-1) == process.pid()) {
        return;
      }
    }
    process.destroyForcibly();
    throw new StartFailed("it did not answer on its socket within " + limit.toMillis() + " ms");
  }

  private static String ended(int code, Deque<String> said) {
    synchronized (said) {
      var summary = ConfigCheck.summary(String.join("\n", said));
      return summary.isBlank() ? "it ended at once with code " + code : summary;
    }
  }

  /** Hands on what HAProxy says, and keeps the last lines for an error message. */
  private static Deque<String> follow(Process process) {
    var said = new ArrayDeque<String>();
    Thread.ofPlatform()
        .daemon()
        .name("haproxy-" + process.pid())
        .start(
            () -> {
              try (var in =
                  new BufferedReader(
                      new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                  // What matters to an operator comes through its log on standard output as well.
                  LOG.debug(line);
                  synchronized (said) {
                    said.add(line);
                    if (said.size() > REMEMBERED_LINES) {
                      said.removeFirst();
                    }
                  }
                }
              } catch (IOException e) {
                LOG.debug("its error stream ended", e);
              }
            });
    return said;
  }

  /** The program that gives a process a session of its own; everywhere but on the barest images. */
  private static Optional<String> session() {
    return List.of("/usr/bin/setsid", "/bin/setsid").stream()
        .filter(p -> Files.isExecutable(Path.of(p)))
        .findFirst();
  }

  /**
   * The process that an earlier sidecar left: it answers on the socket, and runs this
   * configuration. Anything else is not ours to touch.
   */
  public Optional<ProcessHandle> adopt() {
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    var pid = new RuntimeApi(socket, limit).pid();
    return pid.isEmpty()
        ? Optional.empty()
        : ProcessHandle.of(pid.getAsLong()).filter(this::runsOurConfig);
  }

  private boolean runsOurConfig(ProcessHandle process) {
    try {
      var words =
          List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).split("\0", -1));
      return words.contains(config.toString());
    } catch (IOException e) {
      return false;
    }
  }

  /** Older processes of this configuration that still finish their connections. */
  public List<ProcessHandle> others(long current) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != current)
        .filter(p -> p.info().command().map(c -> c.endsWith("haproxy")).orElse(false))
        .filter(this::runsOurConfig)
        .toList();
  }
}

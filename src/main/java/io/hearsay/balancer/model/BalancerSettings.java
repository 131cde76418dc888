package io.hearsay.balancer.model;

import io.hearsay.balancer.haproxy.ChildLauncher;
import io.hearsay.balancer.haproxy.CommandLauncher;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.haproxy.MasterWorker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the balancer's pipeline is started with.
 *
 * @param haproxy the binary: a path, or a name that is looked up on the PATH
 * @param config the configuration file that is written for HAProxy
 * @param template the user's own template; empty: the built-in one
 * @param runDir where the socket, the pid file and the record of what was applied lie
 * @param frontend what the built-in frontend binds to, as HAProxy writes it, e.g. {@code :80}
 * @param stats what the statistics page binds to
 * @param services options by name of the service; others have {@link ServiceOptions#DEFAULT}
 * @param quiet a change that comes this long after the last one is applied at once; others wait for
 *     a pause of that length
 * @param minGap at least this long between two reloads; changes through the runtime API need no gap
 * @param maxWait a change waits no longer than this for a pause
 * @param hardStopAfter how long an old process may finish its connections
 * @param maxOldProcesses reloads wait while so many old processes are still there
 * @param stopLimit how long HAProxy may finish its connections when the sidecar is stopped
 * @param empty what to do when the last server is lost
 * @param closeSpread over which time an old process closes its idle connections by itself; 0: it
 *     leaves each to its next request, so that no client loses one
 * @param reloading how HAProxy is started and reloaded
 * @param guard against lists that shrink or change too much
 */
public record BalancerSettings(
    String haproxy,
    Path config,
    Optional<Path> template,
    Path runDir,
    String frontend,
    String stats,
    SortedMap<String, ServiceOptions> services,
    Duration quiet,
    Duration minGap,
    Duration maxWait,
    Duration hardStopAfter,
    int maxOldProcesses,
    Duration stopLimit,
    Empty empty,
    Duration closeSpread,
    Reloading reloading,
    Guard guard) {

  /** Until a new HAProxy must answer on its socket. */
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  /** How HAProxy comes to run with a new file. */
  public enum Mode {
    /** As our child; a new process takes over from the old one. */
    EXEC,
    /** By a master process, ours or a supervisor's. */
    MASTER,
    /** By the user's command. */
    COMMAND
  }

  /**
   * How HAProxy is started and reloaded.
   *
   * @param masterSocket of a master that a supervisor runs; empty: we start one
   * @param command for {@code sh -c}, with {@link Mode#COMMAND}
   * @param commandLimit after which the command has failed
   */
  public record Reloading(
      Mode mode, Optional<Path> masterSocket, String command, Duration commandLimit) {}

  /**
   * Against lists that shrink or change too much.
   *
   * @param minServers with fewer left in a service, those that vanished stay for the grace time; 0:
   *     they go
   * @param flapHalfLife in which the penalty of a server that comes and goes decays by half; 0:
   *     none is held back
   */
  public record Guard(int minServers, Duration grace, Duration flapHalfLife) {}

  /**
   * What to serve when the last server is lost suddenly. Servers that leave in good order are
   * always let go.
   */
  public enum Empty {
    /** Keep the last list: it is more likely that the view is wrong than that all are gone. */
    KEEP_LAST,
    /** Answer 503. */
    SERVE_503
  }

  /** The defaults, for a configuration file at that place. */
  public static BalancerSettings defaults(Path config) {
    var absolute = config.toAbsolutePath().normalize();
    return new BalancerSettings(
        "haproxy",
        absolute,
        Optional.empty(),
        absolute.getParent(),
        ":80",
        ":1936",
        new TreeMap<>(),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        8,
        Duration.ofSeconds(3),
        Empty.KEEP_LAST,
        Duration.ZERO,
        new Reloading(Mode.EXEC, Optional.empty(), "", Duration.ofSeconds(10)),
        new Guard(0, Duration.ofSeconds(30), Duration.ofSeconds(10)));
  }

  /** Starts and reloads HAProxy in the way that is wanted. */
  public Launcher launcher() {
    return switch (reloading.mode()) {
      case EXEC -> new ChildLauncher(haproxy, config, pidFile(), socket(), START_LIMIT);
      case MASTER ->
          new MasterWorker(
              haproxy,
              config,
              pidFile(),
              socket(),
              reloading.masterSocket().orElse(runDir.resolve("haproxy-master.sock")),
              reloading.masterSocket().isEmpty(),
              START_LIMIT);
      case COMMAND ->
          new CommandLauncher(reloading.command(), reloading.commandLimit(), socket(), START_LIMIT);
    };
  }

  /** Whether HAProxy is a process that we start, so that it has our addresses. */
  public boolean startsHere() {
    return reloading.mode() == Mode.EXEC
        || (reloading.mode() == Mode.MASTER && reloading.masterSocket().isEmpty());
  }

  /** HAProxy's admin socket. */
  public Path socket() {
    return runDir.resolve("haproxy.sock");
  }

  /** Holds the number of the process that serves. */
  public Path pidFile() {
    return runDir.resolve("haproxy.pid");
  }

  /** Tells a new process which servers the old one knows to be dead. */
  public Path stateFile() {
    return runDir.resolve("haproxy.state");
  }

  /** Holds what was applied to which process, so that a later sidecar knows. */
  public Path appliedFile() {
    return runDir.resolve("haproxy.applied");
  }
}

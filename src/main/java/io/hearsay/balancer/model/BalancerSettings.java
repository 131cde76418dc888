package io.hearsay.balancer.model;

import io.hearsay.balancer.haproxy.ChildLauncher;
import io.hearsay.balancer.haproxy.CommandLauncher;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.haproxy.MasterWorker;
import io.hearsay.balancer.haproxy.Undriven;
import io.hearsay.option.Option;
import io.hearsay.option.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The settings of the balancer's pipeline; each value is described at its option. */
public final class BalancerSettings {

  /** Time within which a new HAProxy must answer on its socket. */
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  /** How HAProxy is made to run with a new file. */
  public enum Mode {
    /** As our child: a new process takes over from the old one. */
    EXEC,
    /** By a master process, started by us or by a supervisor. */
    MASTER,
    /** By the user's command. */
    COMMAND,
    /** Not by Hearsay: it writes the file, and a script of the user's does the rest. */
    NONE
  }

  /**
   * How HAProxy is started and reloaded.
   *
   * @param masterSocket of a master that a supervisor runs; empty if we start one
   * @param command for {@code sh -c}, with {@link Mode#COMMAND}
   * @param commandLimit time limit of the command
   */
  public record Reloading(
      Mode mode, Optional<Path> masterSocket, String command, Duration commandLimit) {}

  /**
   * Protection against server lists that shrink or change too much.
   *
   * @param minServers if a service has fewer servers left, those that disappeared are kept for the
   *     grace time; 0: they are removed
   * @param flapHalfLife half-life of the penalty of a server that comes and goes; 0: none is held
   *     back
   */
  public record Guard(int minServers, Duration grace, Duration flapHalfLife) {}

  /**
   * What to serve when the last server disappears suddenly. Servers that leave gracefully are
   * always removed.
   */
  public enum Empty {
    /** Keep the last list: the view is more likely to be wrong than all servers to be gone. */
    KEEP_LAST,
    /** Answer 503. */
    SERVE_503
  }

  /** What to do about changes to HAProxy that others made. */
  public enum Drift {
    /** Correct them where Hearsay may, a few times. */
    CORRECT,
    /** Only report them. */
    TELL
  }

  /** What a finding means for readiness. */
  public enum Ready {
    /** The finding is reported, but the balancer is ready. */
    WARN,
    /** The balancer is not ready. */
    UNREADY
  }

  private final OptionValues values;
  private final SortedMap<String, ServiceOptions> services;

  private BalancerSettings(OptionValues values, SortedMap<String, ServiceOptions> services) {
    this.values = values;
    this.services = services;
  }

  /**
   * The settings from these values.
   *
   * @param values of all options of {@link BalancerOption} and {@link FrontOption} that have a
   *     default, and of any others that are set
   */
  public static BalancerSettings of(OptionValues values) {
    return new BalancerSettings(values, new TreeMap<>());
  }

  /** The defaults, for this configuration file. */
  public static BalancerSettings defaults(Path config) {
    var absolute = config.toAbsolutePath().normalize();
    return of(
        BalancerOption.GROUP
            .defaults()
            .and(FrontOption.GROUP.defaults())
            .with(BalancerOption.HAPROXY_CONFIG, absolute));
  }

  /** The same settings with this value for the option. */
  public <T> BalancerSettings with(Option<T> option, T value) {
    return new BalancerSettings(values.with(option, value), services);
  }

  /** The same settings with these options of services, by name. */
  public BalancerSettings with(SortedMap<String, ServiceOptions> others) {
    return new BalancerSettings(values, Collections.unmodifiableSortedMap(new TreeMap<>(others)));
  }

  /** The value of an option that has a default. */
  public <T> T get(Option<T> option) {
    return values.get(option);
  }

  /** The value of an option that may have none. */
  public <T> Optional<T> find(Option<T> option) {
    return values.find(option);
  }

  /** The binary: a path, or a name that is looked up on the PATH. */
  public String haproxy() {
    return get(BalancerOption.HAPROXY);
  }

  /** The configuration file that is written for HAProxy. */
  public Path config() {
    return get(BalancerOption.HAPROXY_CONFIG);
  }

  /** The user's own template; empty: the built-in one. */
  public Optional<Path> template() {
    return values.find(BalancerOption.TEMPLATE);
  }

  /** The directory of the socket, the pid file and the record of what was applied. */
  public Path runDir() {
    return values.find(BalancerOption.RUN_DIR).orElseGet(() -> config().getParent());
  }

  /** What the built-in frontend binds to, as HAProxy writes it, e.g. {@code :80}. */
  public String frontend() {
    return get(BalancerOption.FRONTEND);
  }

  /** What the statistics page binds to. */
  public String stats() {
    return get(BalancerOption.STATS);
  }

  /** Options by the name of the service; all other services have {@link ServiceOptions#DEFAULT}. */
  public SortedMap<String, ServiceOptions> services() {
    return services;
  }

  /**
   * A change that follows the last one by at least this is applied immediately; others wait for a
   * pause of this length.
   */
  public Duration quiet() {
    return get(BalancerOption.QUIET);
  }

  /** Minimum time between two reloads; changes through the runtime API need no gap. */
  public Duration minGap() {
    return get(BalancerOption.MIN_GAP);
  }

  /** Maximum wait of a change for a pause. */
  public Duration maxWait() {
    return get(BalancerOption.MAX_WAIT);
  }

  /** Reloads wait while there are this many old processes. */
  public int maxOldProcesses() {
    return get(BalancerOption.MAX_OLD_PROCESSES);
  }

  /** How long HAProxy may finish its connections when the sidecar is stopped. */
  public Duration stopLimit() {
    return get(BalancerOption.STOP_HAPROXY);
  }

  /** What to do when the last server is lost. */
  public Empty empty() {
    return get(BalancerOption.EMPTY);
  }

  /**
   * Time over which an old process closes its idle connections by itself; 0: it closes each after
   * its next request, so that no client loses one.
   */
  public Duration closeSpread() {
    return get(BalancerOption.CLOSE_SPREAD);
  }

  /** How HAProxy is started and reloaded. */
  public Reloading reloading() {
    return new Reloading(
        get(BalancerOption.RELOAD),
        values.find(BalancerOption.MASTER_SOCKET),
        values.find(BalancerOption.RELOAD_COMMAND).orElse(""),
        get(BalancerOption.RELOAD_COMMAND_LIMIT));
  }

  /** Protection against server lists that shrink or change too much. */
  public Guard guard() {
    return new Guard(
        get(BalancerOption.MIN_SERVERS),
        get(BalancerOption.MIN_SERVERS_GRACE),
        get(BalancerOption.FLAP_HALF_LIFE));
  }

  /** A launcher that starts and reloads HAProxy as these settings require. */
  public Launcher launcher() {
    var reloading = reloading();
    return switch (reloading.mode()) {
      case EXEC -> new ChildLauncher(haproxy(), config(), pidFile(), socket(), START_LIMIT);
      case MASTER ->
          new MasterWorker(
              haproxy(),
              config(),
              pidFile(),
              socket(),
              reloading.masterSocket().orElse(runDir().resolve("haproxy-master.sock")),
              reloading.masterSocket().isEmpty(),
              START_LIMIT);
      case COMMAND ->
          new CommandLauncher(reloading.command(), reloading.commandLimit(), socket(), START_LIMIT);
      case NONE -> new Undriven();
    };
  }

  /** Whether Hearsay starts and reloads HAProxy, by whatever means. */
  public boolean drives() {
    return reloading().mode() != Mode.NONE;
  }

  /** Whether HAProxy is a process that we start, so that it shares our network. */
  public boolean startsHere() {
    var reloading = reloading();
    return reloading.mode() == Mode.EXEC
        || (reloading.mode() == Mode.MASTER && reloading.masterSocket().isEmpty());
  }

  /** HAProxy's admin socket. */
  public Path socket() {
    return runDir().resolve("haproxy.sock");
  }

  /** The socket over which a new HAProxy learns the clients' request rates from the old one. */
  public Path peersSocket() {
    return runDir().resolve("haproxy.peers");
  }

  /** The file with the pid of the current process. */
  public Path pidFile() {
    return runDir().resolve("haproxy.pid");
  }

  /** The file from which a new process learns which servers the old one knows to be down. */
  public Path stateFile() {
    return runDir().resolve("haproxy.state");
  }

  /**
   * The file that lists the certificates HAProxy starts with, if there are any; used by Hearsay
   * only.
   */
  public Path certificateList() {
    return runDir().resolve("certificates").resolve("crt-list");
  }

  /** The file that records what was applied to which process, for a later sidecar. */
  public Path appliedFile() {
    return runDir().resolve("haproxy.applied");
  }
}

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

/** What the balancer's pipeline is started with; what each value means stands at its option. */
public final class BalancerSettings {

  /** Until a new HAProxy must answer on its socket. */
  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  /** How HAProxy comes to run with a new file. */
  public enum Mode {
    /** As our child; a new process takes over from the old one. */
    EXEC,
    /** By a master process, ours or a supervisor's. */
    MASTER,
    /** By the user's command. */
    COMMAND,
    /** Not by us: the file is written, and a script of the user's own does the rest. */
    NONE
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

  /** What to do about a HAProxy that was changed behind our back. */
  public enum Drift {
    /** Put right what is ours to put right, a few times. */
    CORRECT,
    /** Only tell. */
    TELL
  }

  /** What a finding means for readiness. */
  public enum Ready {
    /** It is told, and the balancer is ready. */
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
   * Settings of these values.
   *
   * @param values of all options of {@link BalancerOption} and {@link FrontOption} that have a
   *     default, and of some others
   */
  public static BalancerSettings of(OptionValues values) {
    return new BalancerSettings(values, new TreeMap<>());
  }

  /** The defaults, for a configuration file at that place. */
  public static BalancerSettings defaults(Path config) {
    var absolute = config.toAbsolutePath().normalize();
    return of(
        BalancerOption.GROUP
            .defaults()
            .and(FrontOption.GROUP.defaults())
            .with(BalancerOption.HAPROXY_CONFIG, absolute));
  }

  /** The same with another value of one option. */
  public <T> BalancerSettings with(Option<T> option, T value) {
    return new BalancerSettings(values.with(option, value), services);
  }

  /** The same with options of services, by their names. */
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

  /** Where the socket, the pid file and the record of what was applied lie. */
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

  /** Options by name of the service; others have {@link ServiceOptions#DEFAULT}. */
  public SortedMap<String, ServiceOptions> services() {
    return services;
  }

  /**
   * A change that comes this long after the last one is applied at once; others wait for a pause of
   * that length.
   */
  public Duration quiet() {
    return get(BalancerOption.QUIET);
  }

  /** At least this long between two reloads; changes through the runtime API need no gap. */
  public Duration minGap() {
    return get(BalancerOption.MIN_GAP);
  }

  /** A change waits no longer than this for a pause. */
  public Duration maxWait() {
    return get(BalancerOption.MAX_WAIT);
  }

  /** Reloads wait while this many old processes are still there. */
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
   * Over which time an old process closes its idle connections by itself; 0: it leaves each to its
   * next request, so that no client loses one.
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

  /** Against lists that shrink or change too much. */
  public Guard guard() {
    return new Guard(
        get(BalancerOption.MIN_SERVERS),
        get(BalancerOption.MIN_SERVERS_GRACE),
        get(BalancerOption.FLAP_HALF_LIFE));
  }

  /** Starts and reloads HAProxy in the way that is wanted. */
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

  /** Whether HAProxy is started and reloaded at all, by whatever means. */
  public boolean drives() {
    return reloading().mode() != Mode.NONE;
  }

  /** Whether HAProxy is a process that we start, so that it has our addresses. */
  public boolean startsHere() {
    var reloading = reloading();
    return reloading.mode() == Mode.EXEC
        || (reloading.mode() == Mode.MASTER && reloading.masterSocket().isEmpty());
  }

  /** HAProxy's admin socket. */
  public Path socket() {
    return runDir().resolve("haproxy.sock");
  }

  /** Over which a new HAProxy learns from the old one how much each client has asked for. */
  public Path peersSocket() {
    return runDir().resolve("haproxy.peers");
  }

  /** Holds the number of the process that serves. */
  public Path pidFile() {
    return runDir().resolve("haproxy.pid");
  }

  /** Tells a new process which servers the old one knows to be dead. */
  public Path stateFile() {
    return runDir().resolve("haproxy.state");
  }

  /** Names the certificates that HAProxy starts with, if there are any; ours alone. */
  public Path certificateList() {
    return runDir().resolve("certificates").resolve("crt-list");
  }

  /** Holds what was applied to which process, so that a later sidecar knows. */
  public Path appliedFile() {
    return runDir().resolve("haproxy.applied");
  }
}

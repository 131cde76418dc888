package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.DURATION;
import static io.hearsay.option.OptionTypes.PATH;
import static io.hearsay.option.OptionTypes.SWITCH;
import static io.hearsay.option.OptionTypes.TEXT;
import static io.hearsay.option.OptionTypes.number;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** The settings of the balancer's pipeline, as a user gives them. */
public final class BalancerOption {
  /** All settings of the balancer. */
  public static final OptionGroup GROUP = OptionGroup.of("Balancer");

  private static final Pattern BIND_TEXT = Pattern.compile("[A-Za-z0-9.:@\\[\\]*]*:([0-9]{1,5})");
  private static final int MAX_PORT = 0xffff;

  /** An address for HAProxy to listen on. */
  static final OptionType<String> BIND = OptionType.of("`[ADDR]:PORT`", BalancerOption::bind);

  /** The file that is written for HAProxy. */
  public static final Option<Path> HAPROXY_CONFIG =
      GROUP.add(
          Option.of(
                  "haproxy-config",
                  OptionType.of("path", text -> Path.of(text).toAbsolutePath().normalize()),
                  "balancer: the file to write for HAProxy")
              .flag("FILE")
              .byDefault("/etc/haproxy/haproxy.cfg"));

  /** Whether a file that Hearsay did not write may be replaced; a copy of it is kept. */
  public static final Option<Boolean> ADOPT_CONFIG =
      GROUP.add(
          Option.of(
                  "adopt-config",
                  SWITCH,
                  "balancer: replace a --haproxy-config that Hearsay did not write; it is kept as"
                      + " FILE.before-hearsay")
              .switchFlag()
              .byDefault("false"));

  /** For users of Serf, who may use the role for purposes of their own. */
  public static final Option<Boolean> NO_BALANCER =
      GROUP.add(
          Option.of(
                  "no-balancer",
                  SWITCH,
                  "drives no HAProxy although the role is balancer: that is the business of scripts"
                      + " on events")
              .switchFlag()
              .byDefault("false")
              .since("0.2.0"));

  /** The user's own template. */
  public static final Option<Path> TEMPLATE =
      GROUP.add(
          Option.of("template", PATH, "balancer: a Qute template of your own")
              .flag("FILE")
              .otherwise("the built-in one"));

  /** The binary: a path, or a name that is looked up on the PATH. */
  public static final Option<String> HAPROXY =
      GROUP.add(
          Option.of("haproxy", TEXT, "balancer: HAProxy's binary")
              .flag("PATH")
              .byDefault("haproxy"));

  /** The address of the frontend that all services share. */
  public static final Option<String> FRONTEND =
      GROUP.add(
          Option.of("balancer.frontend", BIND, "what the built-in frontend binds to")
              .byDefault(":80")
              .example("127.0.0.1:8080"));

  /** The address of the statistics page. */
  public static final Option<String> STATS =
      GROUP.add(
          Option.of(
                  "balancer.stats",
                  BIND,
                  "what the statistics page binds to; :1936 is every address")
              .byDefault("127.0.0.1:1936")
              .example(":1936"));

  /** The directory of the socket, the pid file and the record of what was applied. */
  public static final Option<Path> RUN_DIR =
      GROUP.add(
          Option.of("balancer.run-dir", PATH, "socket, pid and state of HAProxy")
              .otherwise("beside its configuration"));

  /** A change that follows the last one by at least this is applied immediately. */
  public static final Option<Duration> QUIET =
      GROUP.add(
          Option.of(
                  "balancer.quiet",
                  DURATION,
                  "changes that come closer together than this are gathered")
              .byDefault("50ms"));

  /** Minimum time between reloads; changes through the runtime API need no gap. */
  public static final Option<Duration> MIN_GAP =
      GROUP.add(
          Option.of("balancer.min-gap", DURATION, "least time between two reloads")
              .byDefault("1s"));

  /** Maximum wait for a pause of {@link #QUIET}. */
  public static final Option<Duration> MAX_WAIT =
      GROUP.add(
          Option.of("balancer.max-wait", DURATION, "no change waits longer than this for others")
              .byDefault("3s"));

  /** How long an old process may keep running. */
  public static final Option<Duration> HARD_STOP_AFTER =
      GROUP.addForTemplates(
          Option.of(
                  "balancer.hard-stop-after",
                  DURATION,
                  "how long an old HAProxy may finish its connections")
              .byDefault("30s")
              .example("10s"));

  /**
   * Maximum number of connections, instead of the one from the limit of open files; more wait in
   * the system's queue.
   */
  public static final Option<Integer> MAXCONN =
      GROUP.addForTemplates(
          Option.of(
                  "balancer.maxconn",
                  number(1, 1_000_000),
                  "connections at a time that HAProxy takes; the limit of open files must be more"
                      + " than twice as high")
              .otherwise("as many as open files allow, some 50000 at most")
              .example("2000"));

  /** Bounds the memory that old processes take. */
  public static final Option<Integer> MAX_OLD_PROCESSES =
      GROUP.add(
          Option.of(
                  "balancer.max-old-processes",
                  number(1, 9999),
                  "reloads wait while so many old processes are left")
              .byDefault("8"));

  /**
   * What to do when the last server disappears; servers that leave gracefully are always removed.
   */
  public static final Option<BalancerSettings.Empty> EMPTY =
      GROUP.add(
          Option.of(
                  "balancer.empty",
                  oneOf(BalancerSettings.Empty.values()),
                  "when the last server is lost suddenly: keep-last or serve-503")
              .byDefault("keep-last"));

  /** With fewer servers than this, those that disappeared are kept; 0: never. */
  public static final Option<Integer> MIN_SERVERS =
      GROUP.add(
          Option.of(
                  "balancer.min-servers",
                  number(0, 9999),
                  "with fewer servers left in a service, those that vanished stay for the grace"
                      + " time")
              .byDefault("0"));

  /** The grace time of {@link #MIN_SERVERS}. */
  public static final Option<Duration> MIN_SERVERS_GRACE =
      GROUP.add(
          Option.of("balancer.min-servers-grace", DURATION, "how long they stay").byDefault("30s"));

  /** The penalty's half-life; see {@code FlapDamping}. */
  public static final Option<Duration> FLAP_HALF_LIFE =
      GROUP.add(
          Option.of(
                  "balancer.flap-half-life",
                  DURATION,
                  "a server that comes and goes is held back; its penalty halves in this time;"
                      + " 0s: never")
              .byDefault("10s"));

  /** 0: each connection is left to its next request, so that no client loses one. */
  public static final Option<Duration> CLOSE_SPREAD =
      GROUP.add(
          Option.of(
                  "balancer.close-spread-time",
                  DURATION,
                  "over which time an old HAProxy closes idle connections by itself (from 2.6 on),"
                      + " which some clients take for an error; 0s: with their next answer")
              .byDefault("0s"));

  /** What to do about servers changed on HAProxy's socket by others. */
  public static final Option<BalancerSettings.Drift> DRIFT =
      GROUP.add(
          Option.of(
                  "balancer.drift",
                  oneOf(BalancerSettings.Drift.values()),
                  "servers changed on HAProxy's socket by others: correct puts them right, three"
                      + " times in ten minutes each; tell only says so")
              .byDefault("correct"));

  /** How HAProxy is started and reloaded. */
  public static final Option<BalancerSettings.Mode> RELOAD =
      GROUP.add(
          Option.of(
                  "balancer.reload",
                  oneOf(BalancerSettings.Mode.values()),
                  "exec: as our child; master: by a master process (-W); command: by a command of"
                      + " yours; none: the file is written and checked, a script of yours does the"
                      + " rest")
              .byDefault("exec"));

  /** The socket of a master that a supervisor runs. */
  public static final Option<Path> MASTER_SOCKET =
      GROUP.add(
          Option.of(
                  "balancer.master-socket",
                  PATH,
                  "reload=master: the socket (-S) of a master that a supervisor runs")
              .otherwise("we start one"));

  /** The user's command, for {@code sh -c}. */
  public static final Option<String> RELOAD_COMMAND =
      GROUP.add(
          Option.of(
              "balancer.reload-command",
              TEXT,
              "reload=command: starts or reloads HAProxy; for sh -c"));

  /** Time limit of the command, after which it has failed. */
  public static final Option<Duration> RELOAD_COMMAND_LIMIT =
      GROUP.add(
          Option.of("balancer.reload-command-limit", DURATION, "how long the command may take")
              .byDefault("10s"));

  /**
   * Readiness with a refused template. All balancers have the same template, and this one serves.
   */
  public static final Option<BalancerSettings.Ready> READY_TEMPLATE =
      GROUP.add(
          Option.of(
                  "ready.template",
                  oneOf(BalancerSettings.Ready.values()),
                  "whether a balancer that serves is ready though its newest template is refused")
              .byDefault("warn"));

  /** Readiness when reloads fail: the balancer falls behind, for a reason on this host. */
  public static final Option<BalancerSettings.Ready> READY_RELOAD =
      GROUP.add(
          Option.of(
                  "ready.reload",
                  oneOf(BalancerSettings.Ready.values()),
                  "the same though it cannot be reloaded: disk, program, address, an edited file")
              .byDefault("unready"));

  /** Readiness without a server; the other balancers most likely have none either. */
  public static final Option<BalancerSettings.Ready> READY_NO_SERVER =
      GROUP.add(
          Option.of(
                  "ready.no-server",
                  oneOf(BalancerSettings.Ready.values()),
                  "the same though HAProxy has no server that is up")
              .byDefault("warn"));

  /** Readiness when another process shares an address; the one that came later is at fault. */
  public static final Option<BalancerSettings.Ready> READY_SHARED_ADDRESS =
      GROUP.add(
          Option.of(
                  "ready.shared-address",
                  oneOf(BalancerSettings.Ready.values()),
                  "the same though another process has come to listen on its addresses")
              .byDefault("warn"));

  /** HAProxy's part of the time limit of a stop. */
  public static final Option<Duration> STOP_HAPROXY =
      GROUP.add(
          Option.of(
                  "stop.haproxy",
                  DURATION,
                  "how long HAProxy may finish its connections when the agent stops")
              .byDefault("3s"));

  private BalancerOption() {}

  private static String bind(String text) {
    var parts = BIND_TEXT.matcher(text);
    boolean fits = parts.matches();
    int port = fits ? Integer.parseInt(parts.group(1)) : 0;
    if (port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("it takes [ADDR]:PORT, such as :80 or 127.0.0.1:8080");
    }
    return text;
  }
}

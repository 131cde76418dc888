package io.hearsay.config;

import java.util.List;

/**
 * All settings of the agent: the one place that flags, environment, file, help and reference are
 * made from.
 */
public final class Options {
  /** Unique in the cluster. */
  public static final Option NAME =
      flag("name", "NAME", "", "name in the cluster; default: the host's name");

  /** Shorthand for the tag of that name. */
  public static final Option ROLE =
      flag("role", "ROLE", "", "shorthand for --tag role=ROLE: backend, balancer, …");

  /** What the member says of itself. */
  public static final Option TAG =
      many("tag", "K=V", "tag; known ones: role, service, port, weight, zone, path, host");

  /** Where to listen for gossip. */
  public static final Option BIND =
      flag("bind", "ADDR[:PORT]", "0.0.0.0:7946", "gossip, UDP and TCP; 0.0.0.0: IPv6 as well");

  /** What others are told. */
  public static final Option ADVERTISE =
      flag(
          "advertise",
          "ADDR[:PORT]",
          "",
          "IP, CIDR (10.0.0.0/8) or interface (eth0); default: the address that routes to a seed");

  /** Where the others are. */
  public static final Option JOIN =
      many("join", "HOST[:PORT]", "seed, by name or IP; resolved and asked again and again");

  /** The API. */
  public static final Option HTTP =
      flag("http", "ADDR:PORT", "127.0.0.1:7373", "API and dashboard");

  /** Health and metrics. */
  public static final Option HEALTH =
      flag("health", "ADDR:PORT", "0.0.0.0:7374", "health and metrics");

  /** Timers. */
  public static final Option PROFILE =
      flag("profile", "PROFILE", "container", "timers: container, lan, wan or local");

  /** The cluster's name. */
  public static final Option LABEL =
      flag("label", "CLUSTER", "", "the cluster's name: members of another one are not understood");

  /** Keys. */
  public static final Option KEYRING =
      flag("keyring", "FILE", "", "keys of the cluster, base64, one a line, the first one seals");

  /** Whom to talk to at all. */
  public static final Option ALLOW =
      new Option(
          "allow",
          "",
          "",
          "",
          true,
          "blocks such as 10.0.0.0/8 that members' addresses must lie in; default: anywhere");

  /** Restart memory. */
  public static final Option MEMORY =
      key("memory", "", "a file that remembers the members, as more seeds after a restart");

  /** Name server. */
  public static final Option DNS =
      key("dns", "", "name server ADDR[:PORT] for seeds; default: the system's");

  /** Who may change things from afar. */
  public static final Option TOKEN_FILE =
      flag(
          "token-file",
          "FILE",
          "",
          "whoever sends its content as bearer token may change things from other hosts");

  /** HAProxy's configuration. */
  public static final Option HAPROXY_CONFIG =
      flag(
          "haproxy-config",
          "FILE",
          "/etc/haproxy/haproxy.cfg",
          "balancer: the file to write for HAProxy");

  /** The user's template. */
  public static final Option TEMPLATE =
      flag("template", "FILE", "", "balancer: a Qute template of your own");

  /** HAProxy. */
  public static final Option HAPROXY =
      flag("haproxy", "PATH", "haproxy", "balancer: HAProxy's binary");

  /** What HAProxy listens on. */
  public static final Option FRONTEND =
      key("balancer.frontend", ":80", "what the built-in frontend binds to");

  /** The statistics page. */
  public static final Option STATS =
      key("balancer.stats", ":1936", "what the statistics page binds to");

  /** Where run-time files lie. */
  public static final Option RUN_DIR =
      key(
          "balancer.run-dir",
          "",
          "socket, pid and state of HAProxy; default: beside its configuration");

  /** Pacing. */
  public static final Option QUIET =
      key("balancer.quiet", "50ms", "changes that come closer together than this are gathered");

  /** Pacing. */
  public static final Option MIN_GAP =
      key("balancer.min-gap", "1s", "least time between two reloads");

  /** Pacing. */
  public static final Option MAX_WAIT =
      key("balancer.max-wait", "3s", "no change waits longer than this for others");

  /** Old processes. */
  public static final Option HARD_STOP_AFTER =
      key("balancer.hard-stop-after", "30s", "how long an old HAProxy may finish its connections");

  /** Old processes. */
  public static final Option MAX_OLD_PROCESSES =
      key("balancer.max-old-processes", "8", "reloads wait while so many old processes are left");

  /** The last server. */
  public static final Option EMPTY =
      key(
          "balancer.empty",
          "keep-last",
          "when the last server is lost suddenly: keep-last or serve-503");

  /** The application's health. */
  public static final Option CHECK =
      flag(
          "check",
          "CHECK",
          "",
          "the application's health: http://HOST:PORT/PATH, tcp://HOST:PORT, 'exec:/PROGRAM ARG...' or none;"
              + " default with role=backend: its port accepts; else none");

  /** Checking. */
  public static final Option CHECK_INTERVAL = key("check.interval", "1s", "from check to check");

  /** Checking. */
  public static final Option CHECK_TIMEOUT =
      key("check.timeout", "1s", "how long a check may take");

  /** Checking. */
  public static final Option CHECK_RISE =
      key("check.rise", "1", "so many checks must pass until the application is well again");

  /** Checking. */
  public static final Option CHECK_FALL =
      key(
          "check.fall",
          "2",
          "so many checks must fail until it is not; after the first one the others follow at once");

  /** Supervision. */
  public static final Option RESTART =
      key(
          "supervise.restart",
          "no",
          "when the application ends by itself, start it again: no, on-failure or always");

  /** Supervision. */
  public static final Option SUPERVISE_START =
      key(
          "supervise.start",
          "0s",
          "the application must be well in that time, or it is stopped and counts as failed; 0s: no limit");

  /** Supervision. */
  public static final Option SUPERVISE_STOP =
      key("supervise.stop", "5s", "from SIGTERM to SIGKILL, for the application");

  /** Supervision. */
  public static final Option SIGNALS =
      new Option(
          "supervise.signals",
          "",
          "",
          "HUP,QUIT,USR1,USR2,WINCH",
          true,
          "signals that are handed on to the application");

  /** Too few servers. */
  public static final Option MIN_SERVERS =
      key(
          "balancer.min-servers",
          "0",
          "with fewer servers left in a service, those that vanished stay for the grace time");

  /** Too few servers. */
  public static final Option MIN_SERVERS_GRACE =
      key("balancer.min-servers-grace", "30s", "how long they stay");

  /** Servers that come and go. */
  public static final Option FLAP_HALF_LIFE =
      key(
          "balancer.flap-half-life",
          "10s",
          "a server that comes and goes is held back; its penalty halves in this time; 0s: never");

  /** Old processes. */
  public static final Option CLOSE_SPREAD =
      key(
          "balancer.close-spread-time",
          "0s",
          "over which time an old HAProxy closes idle connections by itself (from 2.6 on), which some"
              + " clients take for an error; 0s: with their next answer");

  /** How HAProxy is started and reloaded. */
  public static final Option RELOAD =
      key(
          "balancer.reload",
          "exec",
          "exec: as our child; master: by a master process (-W); command: by a command of yours");

  /** Somebody else's master. */
  public static final Option MASTER_SOCKET =
      key(
          "balancer.master-socket",
          "",
          "reload=master: the socket (-S) of a master that a supervisor runs; default: we start one");

  /** The user's command. */
  public static final Option RELOAD_COMMAND =
      key("balancer.reload-command", "", "reload=command: starts or reloads HAProxy; for sh -c");

  /** The user's command. */
  public static final Option RELOAD_COMMAND_LIMIT =
      key("balancer.reload-command-limit", "10s", "how long the command may take");

  /** Draining. */
  public static final Option DRAIN =
      key(
          "stop.drain",
          "2s",
          "how long to wait until all balancers have confirmed that they drain");

  /** Draining. */
  public static final Option CONNECTIONS =
      key(
          "stop.connections",
          "5s",
          "how long to wait, after that, until the balancers have no request under way here");

  /** The whole stop. */
  public static final Option STOP_TOTAL =
      key(
          "stop.total",
          "8s",
          "the whole way from SIGTERM to the end; what has not ended by then is killed");

  /** HAProxy's share of the stop. */
  public static final Option STOP_HAPROXY =
      key("stop.haproxy", "3s", "how long HAProxy may finish its connections when the agent stops");

  /** Users' scripts. */
  public static final Option HANDLERS =
      key(
          "handlers",
          "",
          "scripts on events, one a line: TYPE[,TYPE]=SCRIPT, as Serf's event handlers");

  /** Users' scripts. */
  public static final Option HANDLER_LIMIT =
      key("handler-limit", "30s", "how long such a script may run before it is killed");

  /** All of them, in the order of the reference. */
  public static final List<Option> ALL =
      List.of(
          NAME,
          ROLE,
          TAG,
          BIND,
          ADVERTISE,
          JOIN,
          HTTP,
          HEALTH,
          PROFILE,
          LABEL,
          KEYRING,
          ALLOW,
          MEMORY,
          DNS,
          TOKEN_FILE,
          CHECK,
          CHECK_INTERVAL,
          CHECK_TIMEOUT,
          CHECK_RISE,
          CHECK_FALL,
          RESTART,
          SUPERVISE_START,
          SUPERVISE_STOP,
          SIGNALS,
          HAPROXY_CONFIG,
          TEMPLATE,
          HAPROXY,
          FRONTEND,
          STATS,
          RUN_DIR,
          QUIET,
          MIN_GAP,
          MAX_WAIT,
          HARD_STOP_AFTER,
          MAX_OLD_PROCESSES,
          EMPTY,
          MIN_SERVERS,
          MIN_SERVERS_GRACE,
          FLAP_HALF_LIFE,
          CLOSE_SPREAD,
          RELOAD,
          MASTER_SOCKET,
          RELOAD_COMMAND,
          RELOAD_COMMAND_LIMIT,
          DRAIN,
          CONNECTIONS,
          STOP_TOTAL,
          STOP_HAPROXY,
          HANDLERS,
          HANDLER_LIMIT);

  private Options() {}

  private static Option flag(String key, String argument, String byDefault, String help) {
    return new Option(key, "--" + key, argument, byDefault, false, help);
  }

  private static Option many(String key, String argument, String help) {
    return new Option(key, "--" + key, argument, "", true, help);
  }

  private static Option key(String key, String byDefault, String help) {
    return new Option(key, "", "", byDefault, false, help);
  }
}

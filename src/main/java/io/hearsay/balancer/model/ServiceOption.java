package io.hearsay.balancer.model;

import static io.hearsay.option.OptionTypes.number;
import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.option.OptionTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The settings of one service. They are set by the balancer's own operator ({@code
 * hearsay.service.NAME.KEY}), never by members.
 */
public final class ServiceOption {
  /** All settings of a service. */
  public static final OptionGroup GROUP = OptionGroup.ofEach("service", "Services");

  private static final Pattern HTTP_CHECK =
      Pattern.compile("(HEAD|GET|OPTIONS) (/[A-Za-z0-9_.~/?=&-]{0,127})");
  static final Duration PLAIN_CONNECT = Duration.ofMillis(300);
  static final Duration TLS_CONNECT = Duration.ofSeconds(1);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  /** The longest time, as HAProxy counts milliseconds in 31 bits. */
  static final Duration LONGEST = Duration.ofDays(24);

  private static final int MOST_CONNECTIONS = 999_999;

  private static final OptionType<Duration> TIMEOUT =
      OptionType.of("time longer than 0, at most 24 days", ServiceOption::timeout);

  /** The protocol of its servers. */
  public static final Option<Protocol> MODE =
      GROUP.addForTemplates(
          Option.of("mode", oneOf(Protocol.values()), "what its servers speak; tcp needs bind")
              .byDefault("http")
              .example("tcp"));

  /**
   * The address of a frontend beside the common one, in HAProxy's notation, e.g. {@code :6379};
   * services over HTTP may share it, see {@link Front}.
   */
  public static final Option<String> BIND =
      GROUP.addForTemplates(
          Option.of(
                  "bind",
                  BalancerOption.BIND,
                  "address of a frontend beside the common one; services with the same address"
                      + " (HTTP) are told apart by their host and path, as set here")
              .otherwise("the common frontend")
              .example("127.0.0.1:8082"));

  /**
   * How a server is chosen; see <i>balance</i> in section 4.2 of HAProxy's configuration manual
   * 2.6.
   */
  public static final Option<Balance> BALANCE =
      GROUP.addForTemplates(
          Option.of(
                  "balance",
                  oneOf(Balance.values()),
                  "how a server is chosen; source: by the client's address, uri: by the path"
                      + " (HTTP); servers join at run time under each of them")
              .byDefault("roundrobin")
              .example("leastconn"));

  /** HAProxy's health check of its servers. */
  public static final Option<Check> CHECK =
      GROUP.add(
          Option.of(
                  "check",
                  OptionType.of(
                      "`none`, `tcp`, `redis`, or a request such as `HEAD /healthz`",
                      ServiceOption::check),
                  "how HAProxy finds out whether a server is well; a request (HEAD, GET or OPTIONS)"
                      + " must be answered with 200 to 399")
              .otherwise("HEAD /, answered with anything below 500; with mode=tcp: tcp")
              .example("GET /healthz"));

  /** Interval of the checks of a healthy server. */
  public static final Option<Duration> INTERVAL =
      GROUP.addForTemplates(
          Option.of(
                  "interval",
                  OptionType.of("time of at least 100ms", ServiceOption::interval),
                  "between two checks of a server that is well")
              .byDefault("2s")
              .example("5s"));

  /** Maximum number of requests or connections per server; more wait. */
  public static final Option<Integer> MAXCONN =
      GROUP.add(
          Option.of(
                  "maxconn",
                  number(1, MOST_CONNECTIONS),
                  "requests or connections at a time that one server is given; others wait")
              .otherwise("any number")
              .example("100"));

  /**
   * Maximum number of idle connections per server. If a server's network goes silent, at most this
   * many requests are sent into the void; 0 gives each request a connection of its own.
   */
  public static final Option<Integer> IDLE =
      GROUP.addForTemplates(
          Option.of(
                  "idle",
                  number(0, MOST_CONNECTIONS),
                  "HTTP: connections without a request that are kept to one server for later ones;"
                      + " 0: each request has a connection of its own")
              .byDefault("16")
              .example("0"));

  /** Whether a client stays with its server; HTTP only. */
  public static final Option<Boolean> STICKY =
      GROUP.addForTemplates(
          Option.of(
                  "sticky",
                  OptionType.of("`none`, `cookie`", ServiceOption::sticky),
                  "cookie: a client stays with its server (HTTP), also across reloads and several"
                      + " balancers")
              .byDefault("none")
              .example("cookie"));

  /**
   * Limit to connect to a server. Without TLS it depends on the network only, since hosts accept
   * connections, not applications. With TLS the application must answer too: HAProxy counts the
   * handshake.
   */
  public static final Option<Duration> TIMEOUT_CONNECT =
      GROUP.addForTemplates(
          Option.of(
                  "timeout-connect",
                  TIMEOUT,
                  "how long a server may take to accept a connection, and to finish the handshake"
                      + " of TLS, before another one is asked")
              .otherwise("300ms, with TLS to any of its servers 1s")
              .example("2s"));

  /** How long requests beyond {@link #MAXCONN} wait before the answer is 503. */
  public static final Option<Duration> TIMEOUT_QUEUE =
      GROUP.addForTemplates(
          Option.of(
                  "timeout-queue",
                  TIMEOUT,
                  "how long a request waits until a server may take it (maxconn), before its answer"
                      + " is 503")
              .byDefault("5s")
              .example("500ms"));

  /** How long a server may be silent; for TCP, the client as well. */
  public static final Option<Duration> TIMEOUT_SERVER =
      GROUP.addForTemplates(
          Option.of(
                  "timeout-server",
                  TIMEOUT,
                  "how long a server may be silent; with TCP the client too")
              .otherwise("1m, with mode=tcp 1h")
              .example("90s"));

  /** How long both sides may be silent after an upgrade, such as to a websocket. */
  public static final Option<Duration> TIMEOUT_TUNNEL =
      GROUP.addForTemplates(
          Option.of(
                  "timeout-tunnel",
                  TIMEOUT,
                  "HTTP: how long both sides of a connection may be silent after an upgrade, such"
                      + " as to a websocket")
              .byDefault("60m")
              .example("10m")
              .since("0.2.0"));

  /** See {@link SpeechOption}. */
  public static final Option<SpeechOption.Http> PROTOCOL = GROUP.add(SpeechOption.PROTOCOL);

  /** See {@link SpeechOption}. */
  public static final Option<SpeechOption.Tls> TLS = GROUP.add(SpeechOption.TLS);

  /** See {@link SpeechOption}. */
  public static final Option<Path> TLS_CA = GROUP.add(SpeechOption.TLS_CA);

  /** See {@link SpeechOption}. */
  public static final Option<String> TLS_NAME = GROUP.add(SpeechOption.TLS_NAME);

  /** See {@link SpeechOption}. */
  public static final Option<Path> TLS_CERTIFICATE = GROUP.add(SpeechOption.TLS_CERTIFICATE);

  /** See {@link SpeechOption}. */
  public static final Option<SpeechOption.ProxyProtocol> PROXY_PROTOCOL =
      GROUP.add(SpeechOption.PROXY_PROTOCOL);

  /** See {@link SpeechOption}. */
  public static final Option<Duration> SLOW_START = GROUP.add(SpeechOption.SLOW_START);

  /** Host names in lower case; {@code *.} stands for any name below a domain. */
  public static final Option<SortedSet<String>> HOST =
      GROUP.add(
          Option.of(
                  "host",
                  set(
                      "list of host names, such as `shop.example.org` or `*.example.org`",
                      TagValidator::isHost,
                      TagValidator::host,
                      "is no host name, such as shop.example.org or *.example.org"),
                  "names that it is asked for; if this or path is set, what members say does not"
                      + " count")
              .otherwise("what members say")
              .example("shop.example.org"));

  /** Prefixes of paths, without a slash at the end. */
  public static final Option<SortedSet<String>> PATH =
      GROUP.add(
          Option.of(
                  "path",
                  set(
                      "list of paths, such as `/api`",
                      TagValidator::isPath,
                      TagValidator::path,
                      "is no path, such as /api"),
                  "prefixes of paths, whole segments only; if this or host is set, what members say"
                      + " does not count")
              .otherwise("what members say")
              .example("/api"));

  /** See {@link ClientOption}. */
  public static final Option<ClientOption.Header> HEADER = GROUP.add(ClientOption.HEADER);

  private ServiceOption() {}

  private static Check check(String text) {
    var http = HTTP_CHECK.matcher(text);
    return switch (text) {
      case "none" -> new Check.None();
      case "tcp" -> new Check.Tcp();
      case "redis" -> new Check.Redis();
      case String s when http.matches() -> new Check.Http(http.group(1), http.group(2), false);
      default ->
          throw new IllegalArgumentException(
              "it takes none, tcp, redis, or a request such as HEAD /healthz (HEAD, GET or"
                  + " OPTIONS)");
    };
  }

  private static Duration interval(String text) {
    var interval = timeout(text);
    if (interval.compareTo(LEAST_INTERVAL) < 0) {
      throw new IllegalArgumentException("it takes at least 100ms");
    }
    return interval;
  }

  private static Duration timeout(String text) {
    var time = OptionTypes.duration(text);
    if (time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("it takes more than nothing and at most 24 days");
    }
    return time;
  }

  private static boolean sticky(String text) {
    return switch (text) {
      case "none" -> false;
      case "cookie" -> true;
      default ->
          throw new IllegalArgumentException(
              "there are none and cookie; to stay by the client's address use balance=source");
    };
  }

  /** A list separated by commas, rejected as a whole if one element is invalid. */
  private static OptionType<SortedSet<String>> set(
      String name, Predicate<String> fits, UnaryOperator<String> form, String not) {
    return OptionType.of(
        name,
        text -> {
          var values = new TreeSet<String>();
          for (var part : text.split(",", -1)) {
            if (!fits.test(part.trim())) {
              throw new IllegalArgumentException("\"" + part.trim() + "\" " + not);
            }
            values.add(form.apply(part.trim()));
          }
          return Collections.unmodifiableSortedSet(values);
        });
  }
}

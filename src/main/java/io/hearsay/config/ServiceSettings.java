package io.hearsay.config;

import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import io.hearsay.balancer.model.TagValidator;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The settings {@code hearsay.service.NAME.KEY}: checked, or told what is wrong with them. */
final class ServiceSettings {
  /** All keys, in the order of the reference. */
  static final List<String> KEYS =
      List.of(
          "mode",
          "bind",
          "balance",
          "check",
          "interval",
          "maxconn",
          "idle",
          "sticky",
          "timeout-connect",
          "timeout-server",
          "host",
          "path");

  private static final Pattern HTTP_CHECK =
      Pattern.compile("(HEAD|GET|OPTIONS) (/[A-Za-z0-9_.~/?=&-]{0,127})");
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

  /** HAProxy counts milliseconds in 31 bits. */
  private static final Duration LONGEST = Duration.ofDays(24);

  private final String service;
  private final Map<String, ConfigValue> given;
  private final List<String> problems;

  private ServiceSettings(String service, Map<String, ConfigValue> given, List<String> problems) {
    this.service = service;
    this.given = given;
    this.problems = problems;
  }

  /**
   * All services that something is said about.
   *
   * @param problems gets what is wrong
   * @param taken addresses that other frontends have, by the setting that says so
   */
  static SortedMap<String, ServiceOptions> read(
      Map<String, Map<String, ConfigValue>> services,
      List<String> problems,
      Map<String, String> taken) {
    var result = new TreeMap<String, ServiceOptions>();
    var binds = new HashMap<String, String>();
    taken.forEach((setting, bind) -> binds.put(bind, setting));
    new TreeMap<>(services)
        .forEach(
            (name, given) -> {
              if (!TagValidator.isName(name)) {
                problems.add(
                    property(name, given.keySet().iterator().next())
                        + ": the name of a service has 1 to 63 letters, digits, '.', '_' or '-', and"
                        + " begins with a letter or digit");
                return;
              }
              var options = new ServiceSettings(name, given, problems).options();
              result.put(name, options);
              options
                  .bind()
                  .ifPresent(
                      bind -> {
                        var other = binds.putIfAbsent(bind, property(name, "bind"));
                        if (other != null) {
                          problems.add(
                              property(name, "bind")
                                  + " \""
                                  + bind
                                  + "\": "
                                  + other
                                  + " has that address; choose another");
                        }
                      });
            });
    return result;
  }

  static String property(String service, String key) {
    return "hearsay.service." + service + "." + key;
  }

  private ServiceOptions options() {
    given.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .forEach(
            key ->
                problems.add(
                    given.get(key).origin()
                        + ": there is no setting "
                        + property(service, key)
                        + Suggestions.hint(key, KEYS, k -> property(service, k))));
    var mode = parsed("mode", ServiceSettings::mode).orElse(Protocol.HTTP);
    var defaults = ServiceOptions.defaults(mode);
    var options =
        new ServiceOptions(
            mode,
            parsed("bind", Settings::haproxyBind),
            parsed("balance", ServiceSettings::balance).orElse(defaults.balance()),
            parsed("check", ServiceSettings::check).orElse(defaults.check()),
            parsed("interval", ServiceSettings::interval).orElse(defaults.interval()),
            parsed("maxconn", ServiceSettings::maxconn).orElse(defaults.maxconn()),
            parsed("idle", ServiceSettings::idle).orElse(defaults.idle()),
            parsed("sticky", ServiceSettings::sticky).orElse(defaults.sticky()),
            parsed("timeout-connect", ServiceSettings::timeout).orElse(defaults.timeoutConnect()),
            parsed("timeout-server", ServiceSettings::timeout).orElse(defaults.timeoutServer()),
            parsed("host", ServiceSettings::hosts).orElse(defaults.hosts()),
            parsed("path", ServiceSettings::paths).orElse(defaults.paths()));
    cross(options);
    return options;
  }

  /** What is right by itself and wrong together. */
  private void cross(ServiceOptions options) {
    if (options.mode() == Protocol.TCP) {
      if (!given.containsKey("bind")) {
        problem(
            "mode",
            "a TCP service needs an address of its own, such as "
                + property(service, "bind")
                + "=:6379");
      }
      if (options.sticky()) {
        problem("sticky", "a cookie needs HTTP; with TCP use balance=source");
      }
      if (given.containsKey("idle")) {
        problem("idle", "a connection is used again with HTTP only; leave it out");
      }
      if (options.balance() == Balance.URI) {
        problem("balance", "a URI needs HTTP; with TCP use source, for example");
      }
    }
    if (given.containsKey("bind")) {
      for (var key : List.of("host", "path")) {
        if (given.containsKey(key)) {
          problem(
              key,
              "a service with an address of its own (bind) is not reached by host or path; leave one"
                  + " of them out");
        }
      }
    }
  }

  private void problem(String key, String what) {
    problems.add(shown(key) + ": " + what);
  }

  /** The setting, its value, and where it came from if that is not the file. */
  private String shown(String key) {
    var from = given.get(key);
    var name = property(service, key);
    return name
        + (from == null ? "" : " \"" + String.join(",", from.values()) + "\"")
        + (from == null ? "" : " (" + from.origin() + ")");
  }

  private <T> Optional<T> parsed(String key, Function<String, T> parser) {
    var from = given.get(key);
    if (from == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(from.value()));
    } catch (IllegalArgumentException e) {
      problem(key, e.getMessage());
      return Optional.empty();
    }
  }

  private static Protocol mode(String text) {
    return switch (text) {
      case "http" -> Protocol.HTTP;
      case "tcp" -> Protocol.TCP;
      default -> throw new IllegalArgumentException("there are http and tcp");
    };
  }

  private static Balance balance(String text) {
    return Arrays.stream(Balance.values())
        .filter(b -> b.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there are roundrobin, leastconn, random, source and uri"));
  }

  private static Check check(String text) {
    var http = HTTP_CHECK.matcher(text);
    return switch (text) {
      case "none" -> new Check.None();
      case "tcp" -> new Check.Tcp();
      case "redis" -> new Check.Redis();
      case String s when http.matches() -> new Check.Http(http.group(1), http.group(2), false);
      default ->
          throw new IllegalArgumentException(
              "it takes none, tcp, redis, or a request such as HEAD /healthz (HEAD, GET or OPTIONS)");
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
    var time = Settings.duration(text);
    if (time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("it takes more than nothing and at most 24 days");
    }
    return time;
  }

  private static int maxconn(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("it takes a number from 1 to 999999");
    }
    return Integer.parseInt(text);
  }

  private static int idle(String text) {
    if (!text.matches("0|[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException("it takes a number from 0 to 999999");
    }
    return Integer.parseInt(text);
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

  private static SortedSet<String> hosts(String text) {
    return list(
        text,
        TagValidator::isHost,
        TagValidator::host,
        "is no host name, such as shop.example.org or *.example.org");
  }

  private static SortedSet<String> paths(String text) {
    return list(text, TagValidator::isPath, TagValidator::path, "is no path, such as /api");
  }

  private static SortedSet<String> list(
      String text,
      java.util.function.Predicate<String> fits,
      Function<String, String> form,
      String not) {
    var values = new TreeSet<String>();
    for (var part : text.split(",", -1)) {
      if (!fits.test(part.trim())) {
        throw new IllegalArgumentException("\"" + part.trim() + "\" " + not);
      }
      values.add(form.apply(part.trim()));
    }
    return values;
  }
}

package io.hearsay.config;

import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import io.hearsay.balancer.model.SpeechOption.Tls;
import io.hearsay.balancer.model.TagValidator;
import io.hearsay.option.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and validates the settings {@code hearsay.service.NAME.KEY}. */
final class ServiceSettings {
  private final String service;
  private final Map<String, ConfigValue> given;
  private final List<String> problems;

  private ServiceSettings(String service, Map<String, ConfigValue> given, List<String> problems) {
    this.service = service;
    this.given = given;
    this.problems = problems;
  }

  /**
   * Reads the settings of all services that have any.
   *
   * @param problems receives what is wrong
   * @param taken the addresses of other frontends and the settings that they come from
   */
  static SortedMap<String, ServiceOptions> read(
      Map<String, Map<String, ConfigValue>> services,
      List<String> problems,
      Map<String, String> taken) {
    var result = new TreeMap<String, ServiceOptions>();
    var addresses = new ServiceAddresses(taken, problems);
    new TreeMap<>(services)
        .forEach(
            (name, given) -> {
              if (!TagValidator.isName(name)) {
                problems.add(
                    property(name, given.keySet().iterator().next())
                        + ": the name of a service has 1 to 63 letters, digits, '.', '_' or '-',"
                        + " and begins with a letter or digit");
                return;
              }
              var options = new ServiceSettings(name, given, problems).options();
              result.put(name, options);
              addresses.add(name, options);
            });
    return result;
  }

  static String property(String service, String key) {
    return ServiceOption.GROUP.property(service, key);
  }

  private ServiceOptions options() {
    given.keySet().stream()
        .filter(key -> !ServiceOption.GROUP.keys().contains(key))
        .forEach(
            key ->
                problems.add(
                    given.get(key).origin()
                        + ": there is no setting "
                        + property(service, key)
                        + Suggestions.hint(
                            key, ServiceOption.GROUP.keys(), k -> property(service, k))));
    var options = ServiceOptions.defaults(parsed(ServiceOption.MODE).orElse(Protocol.HTTP));
    for (var option : ServiceOption.GROUP.options()) {
      if (option != ServiceOption.MODE) {
        options = with(options, option);
      }
    }
    cross(options);
    return options;
  }

  private <T> ServiceOptions with(ServiceOptions options, Option<T> option) {
    return parsed(option).map(value -> options.with(option, value)).orElse(options);
  }

  /** Finds settings that are valid on their own but not together. */
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
      if (given.containsKey("protocol")) {
        problem("protocol", "it is a version of HTTP; leave it out");
      }
      for (var key : List.of("host", "path")) {
        if (given.containsKey(key)) {
          problem(key, "requests have it with HTTP only; leave it out");
        }
      }
      if (options.balance() == Balance.URI) {
        problem("balance", "a URI needs HTTP; with TCP use source, for example");
      }
    }
    speech(options);
    if (given.containsKey("header")) {
      for (var key : List.of("host", "path", "bind")) {
        if (given.containsKey(key)) {
          problem(
              key,
              "a service with a header is reached by it alone, through the common frontend; leave"
                  + " one of them out");
        }
      }
    }
  }

  private void speech(ServiceOptions options) {
    var tls = options.find(ServiceOption.TLS);
    boolean verify = tls.equals(Optional.of(Tls.VERIFY));
    if (options.find(ServiceOption.TLS_CA).isPresent() && !verify) {
      problem("tls-ca", "nobody is held against it; set " + property(service, "tls") + "=verify");
    }
    for (var option : List.of(ServiceOption.TLS_NAME, ServiceOption.TLS_CERTIFICATE)) {
      if (options.find(option).isPresent() && tls.orElse(Tls.OFF) == Tls.OFF) {
        problem(option.key(), "it is of use over TLS; set " + property(service, "tls") + "=verify");
      }
    }
  }

  private void problem(String key, String what) {
    problems.add(shown(key) + ": " + what);
  }

  /** The setting with its value, and with its origin if that is not the file. */
  private String shown(String key) {
    var from = given.get(key);
    var name = property(service, key);
    return name
        + (from == null ? "" : " \"" + String.join(",", from.values()) + "\"")
        + (from == null ? "" : " (" + from.origin() + ")");
  }

  private <T> Optional<T> parsed(Option<T> option) {
    var from = given.get(option.key());
    return from == null
        ? Optional.empty()
        : option.type().read(from.values(), (text, wrong) -> problem(option.key(), wrong));
  }
}

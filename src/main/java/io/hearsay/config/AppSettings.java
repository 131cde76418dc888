package io.hearsay.config;

import io.hearsay.appcheck.CheckSettings;
import io.hearsay.appcheck.CheckTarget;
import io.hearsay.membership.HostPort;
import io.hearsay.supervise.CommandWords;
import io.hearsay.supervise.ProcessSettings;
import io.hearsay.supervise.RestartPolicy;
import io.hearsay.supervise.SuperviseSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The part of the settings that is about the application and the programs beside it. */
final class AppSettings {
  private static final Pattern SIGNAL = Pattern.compile("[A-Z][A-Z0-9]{1,9}");

  /** What has a meaning of its own here, or cannot be caught at all. */
  private static final Set<String> NOT_FORWARDED = Set.of("TERM", "INT", "KILL", "STOP", "CHLD");

  private static final int HTTP_PORT = 80;

  private final Settings settings;
  private final ConfigSources sources;

  AppSettings(Settings settings, ConfigSources sources) {
    this.settings = settings;
    this.sources = sources;
  }

  /** How the application is checked. */
  CheckSettings check(boolean backend) {
    CheckTarget otherwise = backend ? new CheckTarget.OwnPort() : new CheckTarget.None();
    return new CheckSettings(
        settings.parsed(Options.CHECK, AppSettings::target).orElse(otherwise),
        settings.parsed(Options.CHECK_INTERVAL, AppSettings::positive).orElse(Duration.ZERO),
        settings.parsed(Options.CHECK_TIMEOUT, AppSettings::positive).orElse(Duration.ZERO),
        settings.parsed(Options.CHECK_RISE, Settings::count).orElse(1),
        settings.parsed(Options.CHECK_FALL, Settings::count).orElse(1));
  }

  /** What to run. */
  SuperviseSettings supervise() {
    var restart = settings.parsed(Options.RESTART, RestartPolicy::named).orElse(RestartPolicy.NO);
    var start = settings.time(Options.SUPERVISE_START);
    var stop = settings.time(Options.SUPERVISE_STOP);
    var app =
        sources
            .command()
            .map(
                words ->
                    new ProcessSettings(
                        "the application",
                        words,
                        restart,
                        ProcessSettings.Output.INHERITED,
                        start,
                        stop));
    var others = new ArrayList<ProcessSettings>();
    sources.processes().forEach((name, keys) -> process(name, keys, others));
    return new SuperviseSettings(
        app, others, List.copyOf(settings.all(Options.SIGNALS, AppSettings::signal)));
  }

  private void process(String name, Map<String, ConfigValue> keys, List<ProcessSettings> others) {
    var command = keys.get("command");
    if (command == null) {
      var given = keys.values().iterator().next();
      settings.problem(
          given.origin() + ": there is no hearsay.process." + name + ".command to go with it");
      return;
    }
    var words =
        settings.parse(option(name, "command", ""), command, command.value(), CommandWords::split);
    var restart = value(name, "restart", "always", keys, RestartPolicy::named);
    var output = value(name, "output", "prefixed", keys, ProcessSettings.Output::named);
    var stop = value(name, "stop", "2s", keys, Settings::duration);
    if (words.isPresent() && restart.isPresent() && output.isPresent() && stop.isPresent()) {
      others.add(
          new ProcessSettings(
              name, words.get(), restart.get(), output.get(), Duration.ZERO, stop.get()));
    }
  }

  private <T> Optional<T> value(
      String name,
      String key,
      String byDefault,
      Map<String, ConfigValue> keys,
      Function<String, T> parser) {
    var option = option(name, key, byDefault);
    var given = keys.getOrDefault(key, new ConfigValue(List.of(byDefault), "default"));
    return settings.parse(option, given, given.value(), parser);
  }

  private static Option option(String name, String key, String byDefault) {
    return new Option("process." + name + "." + key, "", "", byDefault, false, "");
  }

  private static Duration positive(String text) {
    var duration = Settings.duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("it takes a time longer than 0");
    }
    return duration;
  }

  private static String signal(String text) {
    var name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (!SIGNAL.matcher(name).matches() || NOT_FORWARDED.contains(name)) {
      throw new IllegalArgumentException(
          "it takes names of signals such as HUP, USR1 or WINCH; SIGTERM and SIGINT always drain and stop");
    }
    return name;
  }

  private static CheckTarget target(String text) {
    if (text.equals("none")) {
      return new CheckTarget.None();
    }
    if (text.startsWith("exec:")) {
      return new CheckTarget.Exec(CommandWords.split(text.substring("exec:".length())));
    }
    if (text.startsWith("tcp://")) {
      return new CheckTarget.Tcp(address(text.substring("tcp://".length())));
    }
    if (text.startsWith("http://")) {
      return http(text);
    }
    throw new IllegalArgumentException(
        "it takes http://HOST:PORT/PATH, tcp://HOST:PORT, exec:/PROGRAM ARG... or none");
  }

  private static HostPort address(String text) {
    var address = HostPort.parse(text, -1);
    if (address.port() < 1) {
      throw new IllegalArgumentException("it takes tcp://HOST:PORT, such as tcp://127.0.0.1:3000");
    }
    return address;
  }

  private static CheckTarget http(String text) {
    try {
      var uri = new URI(text);
      if (uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException("it takes http://HOST:PORT/PATH");
      }
      var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new CheckTarget.Http(HostPort.parse(uri.getRawAuthority(), HTTP_PORT), path + query);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no URL: " + e.getReason(), e);
    }
  }
}

package io.hearsay.config;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.handler.HandlerSpec;
import io.hearsay.membership.AllowList;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.IpLiteral;
import io.hearsay.membership.Tags;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.swim.Profile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns what was given into settings, or tells everything that is wrong with it. */
public final class Settings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");
  private static final Pattern HAPROXY_BIND =
      Pattern.compile("[A-Za-z0-9.:@\\[\\]*]*:([0-9]{1,5})");
  private static final int MAX_PORT = 0xffff;

  private final ConfigSources sources;
  private final List<String> problems;

  private Settings(ConfigSources sources) {
    this.sources = sources;
    this.problems = new ArrayList<>(sources.problems());
  }

  /**
   * Reads and checks all settings.
   *
   * @param hostName the name if none is given
   */
  public static AgentSettings of(ConfigSources sources, String hostName) throws InvalidSettings {
    var settings = new Settings(sources);
    var result = settings.read(hostName);
    if (!settings.problems.isEmpty()) {
      throw new InvalidSettings(settings.problems);
    }
    return result;
  }

  private AgentSettings read(String hostName) {
    var tags = tags();
    var app = new AppSettings(this, sources);
    var check = app.check(tags.role().equals("backend"));
    var supervise = app.supervise();
    var cluster =
        new ClusterSettings(
            parsed(Options.NAME, Settings::name).orElseGet(() -> fallbackName(hostName)),
            parsed(Options.BIND, Settings::bind).orElse(null),
            sources.get(Options.ADVERTISE).map(ConfigValue::value),
            all(Options.JOIN, s -> HostPort.parse(s, ClusterSettings.DEFAULT_PORT).toString()),
            parsed(Options.LABEL, Settings::label).orElse(""),
            parsed(Options.KEYRING, Settings::keyring).orElse(Keyring.none()),
            sources.get(Options.KEYRING).map(given -> Path.of(given.value()).toAbsolutePath()),
            AllowList.of(all(Options.ALLOW, Settings::block)),
            parsed(Options.MEMORY, s -> Path.of(s).toAbsolutePath()),
            parsed(Options.DNS, Settings::nameServer),
            parsed(Options.PROFILE, Settings::profile).orElse(null),
            tags,
            check.startsWell(supervise.app().isPresent()));
    return new AgentSettings(
        cluster,
        parsed(Options.HTTP, Settings::listener).orElse(null),
        parsed(Options.HEALTH, Settings::listener).orElse(null),
        parsed(Options.TOKEN_FILE, Settings::token),
        balancer(),
        new HandlerSettings(
            parsed(Options.HANDLERS, Settings::handlers).orElse(List.of()),
            parsed(Options.HANDLER_LIMIT, Settings::duration).orElse(Duration.ZERO)),
        check,
        supervise,
        new StopSettings(time(Options.DRAIN), time(Options.CONNECTIONS), time(Options.STOP_TOTAL)));
  }

  /** A time; zero if it is wrong, which was noted. */
  Duration time(Option option) {
    return parsed(option, Settings::duration).orElse(Duration.ZERO);
  }

  /** Notes what is wrong. */
  void problem(String text) {
    problems.add(text);
  }

  /**
   * Reads and checks what concerns the balancer's pipeline, for commands that need nothing else of
   * an agent.
   */
  public static BalancerSettings balancerOf(ConfigSources sources) throws InvalidSettings {
    var settings = new Settings(sources);
    var result = settings.balancer();
    if (!settings.problems.isEmpty()) {
      throw new InvalidSettings(settings.problems);
    }
    return result;
  }

  private BalancerSettings balancer() {
    var config =
        parsed(Options.HAPROXY_CONFIG, Path::of)
            .orElse(Path.of("haproxy.cfg"))
            .toAbsolutePath()
            .normalize();
    var frontend = parsed(Options.FRONTEND, Settings::haproxyBind).orElse("");
    var stats = parsed(Options.STATS, Settings::haproxyBind).orElse("");
    return new BalancerSettings(
        sources.get(Options.HAPROXY).orElseThrow().value(),
        config,
        parsed(Options.TEMPLATE, s -> Path.of(s).toAbsolutePath()),
        parsed(Options.RUN_DIR, s -> Path.of(s).toAbsolutePath()).orElse(config.getParent()),
        frontend,
        stats,
        ServiceSettings.read(
            sources.services(),
            problems,
            Map.of(Options.FRONTEND.property(), frontend, Options.STATS.property(), stats)),
        parsed(Options.QUIET, Settings::duration).orElse(Duration.ZERO),
        parsed(Options.MIN_GAP, Settings::duration).orElse(Duration.ZERO),
        parsed(Options.MAX_WAIT, Settings::duration).orElse(Duration.ZERO),
        parsed(Options.HARD_STOP_AFTER, Settings::duration).orElse(Duration.ZERO),
        parsed(Options.MAX_OLD_PROCESSES, Settings::count).orElse(1),
        parsed(Options.STOP_HAPROXY, Settings::duration).orElse(Duration.ZERO),
        parsed(Options.EMPTY, Settings::empty).orElse(BalancerSettings.Empty.KEEP_LAST),
        parsed(Options.CLOSE_SPREAD, Settings::duration).orElse(Duration.ZERO),
        reloading(),
        new BalancerSettings.Guard(
            parsed(Options.MIN_SERVERS, Settings::countOrNone).orElse(0),
            parsed(Options.MIN_SERVERS_GRACE, Settings::duration).orElse(Duration.ZERO),
            parsed(Options.FLAP_HALF_LIFE, Settings::duration).orElse(Duration.ZERO)));
  }

  private BalancerSettings.Reloading reloading() {
    var mode = parsed(Options.RELOAD, Settings::mode).orElse(BalancerSettings.Mode.EXEC);
    var command = sources.get(Options.RELOAD_COMMAND).map(ConfigValue::value).orElse("");
    if (mode == BalancerSettings.Mode.COMMAND && command.isBlank()) {
      problems.add(
          Options.RELOAD.property()
              + " \"command\": it needs "
              + Options.RELOAD_COMMAND.property()
              + ", such as: systemctl reload-or-restart haproxy");
    }
    return new BalancerSettings.Reloading(
        mode,
        parsed(Options.MASTER_SOCKET, s -> Path.of(s).toAbsolutePath()),
        command,
        parsed(Options.RELOAD_COMMAND_LIMIT, Settings::duration).orElse(Duration.ZERO));
  }

  private static BalancerSettings.Mode mode(String text) {
    return switch (text) {
      case "exec" -> BalancerSettings.Mode.EXEC;
      case "master" -> BalancerSettings.Mode.MASTER;
      case "command" -> BalancerSettings.Mode.COMMAND;
      default -> throw new IllegalArgumentException("there are exec, master and command");
    };
  }

  private String fallbackName(String hostName) {
    if (!NAME.matcher(hostName).matches()) {
      problems.add(
          "--name: the host's name does not serve as a member's name; give one of letters, digits, '.', '_', '-'");
    }
    return hostName;
  }

  private Tags tags() {
    var tags = new TreeMap<String, String>();
    for (var pair : all(Options.TAG, Settings::pair)) {
      tags.put(pair[0], pair[1]);
    }
    sources.get(Options.ROLE).ifPresent(role -> tags.put("role", role.value()));
    try {
      return Tags.of(tags);
    } catch (IllegalArgumentException e) {
      problems.add("--tag: " + e.getMessage());
      return Tags.empty();
    }
  }

  <T> Optional<T> parsed(Option option, Function<String, T> parser) {
    return sources.get(option).flatMap(given -> parse(option, given, given.value(), parser));
  }

  <T> List<T> all(Option option, Function<String, T> parser) {
    return sources.get(option).stream()
        .flatMap(g -> g.values().stream().map(v -> parse(option, g, v, parser)))
        .flatMap(Optional::stream)
        .toList();
  }

  <T> Optional<T> parse(
      Option option, ConfigValue given, String value, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException e) {
      var name = option.flag().isEmpty() ? option.property() : option.flag();
      var origin = given.origin().equals(name) ? "" : " (from " + given.origin() + ")";
      problems.add(name + " \"" + value + "\"" + origin + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 63 letters, digits, '.', '_' or '-', and begins with a letter or digit");
    }
    return text;
  }

  private static String label(String text) {
    if (text.length() > 128) {
      throw new IllegalArgumentException("a label has at most 128 characters");
    }
    return text;
  }

  private static InetSocketAddress bind(String text) {
    var address = HostPort.parse(text, ClusterSettings.DEFAULT_PORT);
    var ip =
        IpLiteral.parse(address.host())
            .orElseThrow(
                () -> new IllegalArgumentException("it takes an IP address, such as 0.0.0.0:7946"));
    if (address.port() == 0) {
      throw new IllegalArgumentException("port 0 is of no use: others must know the port");
    }
    return new InetSocketAddress(ip, address.port());
  }

  private static String block(String text) {
    var unused = AllowList.of(List.of(text));
    return text;
  }

  private static InetSocketAddress nameServer(String text) {
    var address = HostPort.parse(text, 53);
    var ip =
        IpLiteral.parse(address.host())
            .orElseThrow(
                () ->
                    new IllegalArgumentException("it takes an IP address, such as 127.0.0.1:8600"));
    return new InetSocketAddress(ip, address.port());
  }

  private static HostPort listener(String text) {
    var address = HostPort.parse(text, -1);
    if (address.port() < 0) {
      throw new IllegalArgumentException("it takes ADDR:PORT, such as 127.0.0.1:7373");
    }
    return address;
  }

  /** One a line, since commas stand between events and may stand in a script. */
  private static List<HandlerSpec> handlers(String text) {
    return text.lines()
        .map(String::trim)
        .filter(line -> !line.isEmpty())
        .map(HandlerSpec::parse)
        .toList();
  }

  private static Profile profile(String text) {
    var profile = Profile.named(text);
    if (profile == null) {
      throw new IllegalArgumentException("there are container, lan, wan and local");
    }
    return profile;
  }

  private static Keyring keyring(String file) {
    try {
      SecretFile.check(Path.of(file));
      return Keyring.read(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(unreadable(file, e), e);
    }
  }

  private static String token(String file) {
    try {
      SecretFile.check(Path.of(file));
      var token = Files.readString(Path.of(file)).trim();
      if (token.isEmpty()) {
        throw new IllegalArgumentException("the file is empty");
      }
      return token;
    } catch (IOException e) {
      throw new IllegalArgumentException(unreadable(file, e), e);
    }
  }

  private static String unreadable(String file, IOException e) {
    return e.getMessage().equals(file)
        ? "there is no such file, or it may not be read"
        : e.getMessage();
  }

  private static String[] pair(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("a tag is given as KEY=VALUE");
    }
    return new String[] {text.substring(0, equals), text.substring(equals + 1)};
  }

  static Duration duration(String text) {
    var parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a time is given as 500ms, 5s or 1m");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("it takes a number from 1 to 9999");
    }
    return Integer.parseInt(text);
  }

  private static int countOrNone(String text) {
    return text.equals("0") ? 0 : count(text);
  }

  static String haproxyBind(String text) {
    var parts = HAPROXY_BIND.matcher(text);
    boolean fits = parts.matches();
    int port = fits ? Integer.parseInt(parts.group(1)) : 0;
    if (port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("it takes [ADDR]:PORT, such as :80 or 127.0.0.1:8080");
    }
    return text;
  }

  private static BalancerSettings.Empty empty(String text) {
    return switch (text) {
      case "keep-last" -> BalancerSettings.Empty.KEEP_LAST;
      case "serve-503" -> BalancerSettings.Empty.SERVE_503;
      default -> throw new IllegalArgumentException("there are keep-last and serve-503");
    };
  }
}

package io.hearsay.config;

import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.TagRule;
import io.hearsay.handler.HandlerOption;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TagsFile;
import io.hearsay.option.OptionValues;
import io.hearsay.output.LogOption;
import io.hearsay.output.LogSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns the sources into validated settings, or reports everything that is wrong with them. */
public final class Settings {
  private static final String FORCED = " (--force takes it all the same)";

  private final ConfigSources sources;
  private final OptionReader reader;

  private Settings(ConfigSources sources) {
    this.sources = sources;
    this.reader = new OptionReader(sources);
  }

  /**
   * Reads and validates all settings.
   *
   * @param hostName the member's name if none is given
   */
  public static AgentSettings of(ConfigSources sources, String hostName) throws InvalidSettings {
    var settings = new Settings(sources);
    var result = settings.read(hostName);
    settings.reader.check();
    return result;
  }

  /**
   * Reads and validates only the settings of the balancer's pipeline, for commands that need no
   * others.
   */
  public static BalancerSettings balancerOf(ConfigSources sources) throws InvalidSettings {
    var settings = new Settings(sources);
    var result = settings.balancer();
    settings.reader.check();
    return result;
  }

  private AgentSettings read(String hostName) {
    var membership = placed(reader.read(MembershipOption.GROUP));
    if (membership.find(MembershipOption.ENCRYPT).isPresent()
        && membership.find(MembershipOption.KEYRING).isPresent()) {
      reader.problem("--encrypt and --keyring give the cluster's key both: give one");
    }
    var tags = tags(membership);
    var app = new AppSettings(reader, sources);
    var check = app.check(tags.role().equals("backend"));
    var supervise = app.supervise();
    var handlers = reader.read(HandlerOption.GROUP);
    var stop = reader.read(StopOption.GROUP);
    var log = reader.read(LogOption.GROUP);
    return new AgentSettings(
        new ClusterSettings(
            named(membership, hostName), tags, check.startsWell(supervise.app().isPresent())),
        http(),
        balancer(),
        HandlerSettings.of(handlers),
        new AgentSettings.App(check, supervise),
        new StopSettings(
            stop.get(StopOption.DRAIN),
            stop.get(StopOption.CONNECTIONS),
            stop.get(StopOption.TOTAL)),
        new LogSettings(log.get(LogOption.FORMAT), log.get(LogOption.LEVEL)));
  }

  private HttpSettings http() {
    var values = reader.read(HttpOption.GROUP);
    return new HttpSettings(
        values.get(HttpOption.HTTP), values.get(HttpOption.HEALTH), values.find(HttpOption.TOKEN));
  }

  private BalancerSettings balancer() {
    var values = reader.read(BalancerOption.GROUP).and(reader.read(FrontOption.GROUP));
    if (values.get(BalancerOption.RELOAD) == BalancerSettings.Mode.COMMAND
        && values.find(BalancerOption.RELOAD_COMMAND).isEmpty()) {
      reader.problem(
          BalancerOption.RELOAD.property()
              + " \"command\": it needs "
              + BalancerOption.RELOAD_COMMAND.property()
              + ", such as: systemctl reload-or-restart haproxy");
    }
    var taken = new TreeMap<String, String>();
    for (var option : List.of(BalancerOption.FRONTEND, BalancerOption.STATS)) {
      if (!reader.isRefused(option)) {
        taken.put(option.property(), values.get(option));
      }
    }
    if (values.find(FrontOption.TLS_CERTIFICATES).isPresent()
        && !reader.isRefused(FrontOption.TLS_FRONTEND)) {
      taken.put(FrontOption.TLS_FRONTEND.property(), values.get(FrontOption.TLS_FRONTEND));
    }
    return BalancerSettings.of(values)
        .with(ServiceSettings.read(sources.services(), reader.problems(), taken));
  }

  private OptionValues named(OptionValues values, String hostName) {
    if (values.find(MembershipOption.NAME).isPresent() || reader.isRefused(MembershipOption.NAME)) {
      return values;
    }
    if (!MembershipOption.isName(hostName)) {
      reader.problem(
          "--name: the host's name does not serve as a member's name; give one of letters, digits,"
              + " '.', '_', '-'");
    }
    return values.with(MembershipOption.NAME, hostName);
  }

  /** A problem with a tag, with the origin of the tag. */
  private String told(String problem) {
    boolean role = problem.startsWith("role=") && sources.get(MembershipOption.ROLE).isPresent();
    var option = role ? MembershipOption.ROLE : MembershipOption.TAG;
    var from = sources.get(option).map(ConfigValue::origin).orElse("");
    return option.shown()
        + (from.isEmpty() || from.equals(option.shown()) ? "" : " (from " + from + ")")
        + " "
        + (role ? problem.replace("role=", "") : problem)
        + FORCED;
  }

  /**
   * Adds the saved tags, which were set at run time and so are newer than those given at the start.
   */
  private void kept(Path file, Map<String, String> tags) {
    try {
      var kept = TagsFile.read(file);
      if (!kept.isEmpty()) {
        tags.clear();
        tags.putAll(kept);
      }
    } catch (IOException e) {
      reader.problem(MembershipOption.TAGS_FILE.shown() + " " + file + ": " + e.getMessage());
    }
  }

  /** Replaces an interface by its address where no address was given. */
  private OptionValues placed(OptionValues values) {
    if (values.find(MembershipOption.IFACE).isEmpty()) {
      return values;
    }
    var address = values.find(MembershipOption.IFACE).get();
    var placed = values;
    if (sources.get(MembershipOption.BIND).isEmpty()) {
      int port = values.get(MembershipOption.BIND).getPort();
      placed = placed.with(MembershipOption.BIND, new InetSocketAddress(address, port));
    }
    return sources.get(MembershipOption.ADVERTISE).isPresent()
        ? placed
        : placed.with(MembershipOption.ADVERTISE, address.getHostAddress());
  }

  private Tags tags(OptionValues values) {
    var tags = new TreeMap<String, String>();
    values.get(MembershipOption.TAG).forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    values.find(MembershipOption.ROLE).ifPresent(role -> tags.put("role", role));
    values.find(MembershipOption.TAGS_FILE).ifPresent(file -> kept(file, tags));
    if (!values.get(MembershipOption.FORCE)) {
      TagRule.problems(tags).forEach(problem -> reader.problem(told(problem)));
    }
    try {
      return Tags.of(tags);
    } catch (IllegalArgumentException e) {
      reader.problem("--tag: " + e.getMessage());
      return Tags.empty();
    }
  }
}

package io.hearsay.cli;

import io.hearsay.config.AgentSettings;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.HostName;
import io.hearsay.config.InvalidSettings;
import io.hearsay.config.Options;
import io.hearsay.config.Settings;
import io.hearsay.option.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code hearsay agent}, derived from the list of options. */
public final class AgentArguments {
  private static final String CONFIG = "--config";

  private AgentArguments() {}

  /** Adds the flags to a command. */
  static void addTo(CommandSpec command) {
    for (var option : Options.all()) {
      if (!option.flag().isEmpty()) {
        command.addOption(flag(option));
      }
    }
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "settings as properties, hearsay.KEY=VALUE; docs/configuration.adoc has those without a flag")
            .build());
  }

  private static OptionSpec flag(Option<?> option) {
    var builder = OptionSpec.builder(option.flag()).paramLabel(option.argument());
    if (option.isSwitch()) {
      builder.type(boolean.class);
    } else if (option.type().many()) {
      builder.type(List.class).auxiliaryTypes(String.class);
    } else {
      builder.type(String.class);
    }
    var by =
        !option.byDefault().isEmpty()
            ? "; default " + option.byDefault()
            : option.otherwise().isEmpty() ? "" : "; default: " + option.otherwise();
    return builder.description(option.help() + by).build();
  }

  /** The sources of settings for a parsed command line. */
  public static ConfigSources sources(ParseResult parsed, Map<String, String> environment) {
    Map<String, List<String>> flags = new TreeMap<>();
    for (var option : Options.all()) {
      if (!option.flag().isEmpty() && parsed.hasMatchedOption(option.flag())) {
        flags.put(option.key(), parsed.matchedOption(option.flag()).stringValues());
      }
    }
    Optional<String> file =
        parsed.hasMatchedOption(CONFIG)
            ? Optional.of(parsed.matchedOption(CONFIG).stringValues().getLast())
            : Optional.ofNullable(environment.get("HEARSAY_CONFIG"));
    List<String> command =
        parsed.hasMatchedPositional(0) ? parsed.matchedPositional(0).stringValues() : List.of();
    return new ConfigSources(flags, environment, file.map(Path::of), command);
  }

  /**
   * The settings of a complete command line, {@code agent …}, which the launched application parses
   * again.
   */
  public static AgentSettings settings(String... args) throws InvalidSettings {
    var parsed = CommandTree.parse(args).subcommand();
    return settings(sources(parsed, System.getenv()));
  }

  /** The settings from these sources. */
  public static AgentSettings settings(ConfigSources sources) throws InvalidSettings {
    return Settings.of(sources, HostName.get());
  }
}

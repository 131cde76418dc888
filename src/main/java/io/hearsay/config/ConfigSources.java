package io.hearsay.config;

import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.option.Option;
import io.hearsay.option.Variable;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sources of settings (the command line, the environment and a file), and the errors in them
 * that are not about particular values.
 */
public final class ConfigSources {
  private static final String SERVICE = "hearsay.service.";
  private static final String SERVICE_VARIABLE = "HEARSAY_SERVICE_";

  private final Map<String, List<String>> flags;
  private final Map<String, String> environment;
  private final Map<String, String> file = new TreeMap<>();
  private final Map<String, List<String>> repeated = new TreeMap<>();
  private final Map<String, Map<String, ConfigValue>> services = new TreeMap<>();
  private final Optional<Path> path;
  private final List<String> command;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Reads the file, if there is one.
   *
   * @param flags values from the command line, by key
   * @param path the file that {@code --config} names
   */
  public ConfigSources(
      Map<String, List<String>> flags, Map<String, String> environment, Optional<Path> path) {
    this(flags, environment, path, List.of());
  }

  /**
   * Reads the file, if there is one.
   *
   * @param command the command to supervise; empty if there is none
   */
  public ConfigSources(
      Map<String, List<String>> flags,
      Map<String, String> environment,
      Optional<Path> path,
      List<String> command) {
    this.command = List.copyOf(command);
    this.flags = flags;
    this.environment = environment;
    this.path = path;
    path.ifPresent(this::read);
    strangers();
  }

  private void read(Path from) {
    try {
      new Lines().load(new StringReader(Files.readString(from)));
    } catch (NoSuchFileException e) {
      problems.add("--config: there is no file " + from);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("--config: cannot read " + from + ": " + e.getMessage());
    }
  }

  /** Properties that keep all values of a name; Java's keep only the last one. */
  private final class Lines extends Properties {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Object put(Object key, Object value) {
      var text = value.toString().trim();
      repeated.computeIfAbsent(key.toString(), k -> new ArrayList<>()).add(text);
      return file.put(key.toString(), text);
    }
  }

  /** Reports unknown names: a misspelt setting looks as if it had an effect. */
  private void strangers() {
    var properties = new TreeSet<String>();
    var variables = new TreeSet<String>();
    var lists = new TreeSet<String>();
    for (var option : Options.all()) {
      properties.add(option.property());
      variables.add(option.variable());
      if (option.type().many()) {
        lists.add(option.property());
      }
    }
    for (var key : file.keySet()) {
      if (repeated.get(key).size() > 1 && !lists.contains(key)) {
        warnings.add(
            path.orElseThrow() + ": " + key + " stands there several times; the last one counts");
      }
      if (key.startsWith(SERVICE)) {
        // The key follows the last dot, since the name of a service may contain dots.
        int dot = key.lastIndexOf('.');
        if (dot < SERVICE.length()) {
          problems.add(path.orElseThrow() + ": " + key + ": it takes hearsay.service.NAME.KEY");
          continue;
        }
        services
            .computeIfAbsent(key.substring(SERVICE.length(), dot), s -> new TreeMap<>())
            .put(
                key.substring(dot + 1),
                new ConfigValue(List.of(file.get(key)), "in " + path.orElseThrow()));
      } else if (!properties.contains(key)
          && !key.startsWith("quarkus.")
          && !ProcessKeys.isProperty(key)) {
        problems.add(
            path.orElseThrow()
                + ": there is no setting "
                + key
                + Suggestions.hint(key, properties));
      }
    }
    for (var name : environment.keySet()) {
      if (name.startsWith("HEARSAY_")
          && !variables.contains(name)
          && !ProcessKeys.isVariable(name)
          && !name.equals("HEARSAY_CONFIG")
          && !service(name)) {
        // Not an error, since container platforms define variables named after services.
        warnings.add(
            name
                + " in the environment means nothing to Hearsay"
                + Suggestions.hint(name, variables));
      }
    }
  }

  /**
   * Reads HEARSAY_SERVICE_NAME_KEY. Variables contain neither dots nor, by convention, lower-case
   * letters: the name is that of a service in the file which has this form as a variable, otherwise
   * it is taken in lower case with dashes.
   *
   * @return whether the variable has this form
   */
  private boolean service(String variable) {
    for (var key : ServiceOption.GROUP.keys()) {
      var end = "_" + Variable.of(key);
      if (variable.startsWith(SERVICE_VARIABLE)
          && variable.endsWith(end)
          && variable.length() > SERVICE_VARIABLE.length() + end.length()) {
        var name = variable.substring(SERVICE_VARIABLE.length(), variable.length() - end.length());
        var service =
            services.keySet().stream()
                .filter(s -> Variable.of(s).equals(name))
                .findFirst()
                .orElse(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        var value = environment.get(variable);
        if (!value.isBlank()) {
          services
              .computeIfAbsent(service, s -> new TreeMap<>())
              .put(key, new ConfigValue(List.of(value.trim()), variable + " in the environment"));
        }
        return true;
      }
    }
    return false;
  }

  /** The settings of services by name and key; not validated yet. */
  Map<String, Map<String, ConfigValue>> services() {
    return services;
  }

  /** What is given for an option, if anything. */
  Optional<ConfigValue> get(Option<?> option) {
    var given = flags.getOrDefault(option.key(), List.of());
    if (!given.isEmpty()) {
      return Optional.of(new ConfigValue(given, option.flag()));
    }
    var variable = environment.get(option.variable());
    if (variable != null && !variable.isBlank()) {
      return Optional.of(
          new ConfigValue(
              option.type().split(variable), option.variable() + " in the environment"));
    }
    var values =
        repeated.getOrDefault(option.property(), List.of()).stream()
            .filter(value -> !value.isBlank())
            .toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var parts =
        option.type().many()
            ? values.stream().flatMap(value -> option.type().split(value).stream()).toList()
            : option.type().split(values.getLast());
    return Optional.of(new ConfigValue(parts, option.property() + " in " + path.orElseThrow()));
  }

  /** The command to supervise, if there is one. */
  Optional<List<String>> command() {
    return command.isEmpty() ? Optional.empty() : Optional.of(command);
  }

  /** The settings of programs beside the application, by name and key. */
  SortedMap<String, SortedMap<String, ConfigValue>> processes() {
    return ProcessKeys.of(file, path.map(Path::toString).orElse(""), environment);
  }

  /** Settings of Quarkus itself in the file, for experts. */
  public Map<String, String> quarkus() {
    var quarkus = new TreeMap<>(file);
    quarkus.keySet().removeIf(key -> !key.startsWith("quarkus."));
    return quarkus;
  }

  /** The errors in the sources. */
  List<String> problems() {
    return problems;
  }

  /** The warnings about the sources. */
  public List<String> warnings() {
    return warnings;
  }
}

package io.hearsay.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where values come from: the command line, the environment, a file; and what is wrong with them as
 * such.
 */
public final class Sources {
  private final Map<String, List<String>> flags;
  private final Map<String, String> environment;
  private final Map<String, String> file = new TreeMap<>();
  private final Optional<Path> path;
  private final List<String> command;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Reads the file, if there is one.
   *
   * @param flags by key
   * @param path of {@code --config}
   */
  public Sources(
      Map<String, List<String>> flags, Map<String, String> environment, Optional<Path> path) {
    this(flags, environment, path, List.of());
  }

  /**
   * Reads the file, if there is one.
   *
   * @param command that is to be supervised; empty: none
   */
  public Sources(
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
      var properties = new Properties();
      properties.load(new StringReader(Files.readString(from)));
      properties.forEach((key, value) -> file.put(key.toString(), value.toString().trim()));
    } catch (NoSuchFileException e) {
      problems.add("--config: there is no file " + from);
    } catch (IOException | IllegalArgumentException e) {
      problems.add("--config: cannot read " + from + ": " + e.getMessage());
    }
  }

  /** Misspelt names are worse than none: they look as if they had an effect. */
  private void strangers() {
    var properties = new TreeSet<String>();
    var variables = new TreeSet<String>();
    for (var option : Options.ALL) {
      properties.add(option.property());
      variables.add(option.variable());
    }
    for (var key : file.keySet()) {
      if (!properties.contains(key)
          && !key.startsWith("quarkus.")
          && !ProcessKeys.isProperty(key)) {
        problems.add(
            path.orElseThrow() + ": there is no setting " + key + Similar.hint(key, properties));
      }
    }
    for (var name : environment.keySet()) {
      if (name.startsWith("HEARSAY_")
          && !variables.contains(name)
          && !ProcessKeys.isVariable(name)
          && !name.equals("HEARSAY_CONFIG")) {
        // Container platforms put variables of their own there, named after services: no error.
        warnings.add(
            name + " in the environment means nothing to Hearsay" + Similar.hint(name, variables));
      }
    }
  }

  /** The value of an option, its default included. */
  Optional<Given> get(Option option) {
    var given = flags.getOrDefault(option.key(), List.of());
    if (!given.isEmpty()) {
      return Optional.of(new Given(given, option.flag()));
    }
    var variable = environment.get(option.variable());
    if (variable != null && !variable.isBlank()) {
      return Optional.of(
          new Given(split(option, variable), option.variable() + " in the environment"));
    }
    var property = file.get(option.property());
    if (property != null && !property.isBlank()) {
      return Optional.of(
          new Given(split(option, property), option.property() + " in " + path.orElseThrow()));
    }
    return option
        .fallback()
        .map(v -> new Given(split(option, v), "default of " + option.property()));
  }

  private static List<String> split(Option option, String text) {
    return option.many()
        ? Arrays.stream(text.split(",", -1)).map(String::trim).filter(s -> !s.isEmpty()).toList()
        : List.of(text.trim());
  }

  /** The command to supervise, if there is one. */
  Optional<List<String>> command() {
    return command.isEmpty() ? Optional.empty() : Optional.of(command);
  }

  /** Settings of programs beside the application, by their names and keys. */
  SortedMap<String, SortedMap<String, Given>> processes() {
    return ProcessKeys.of(file, path.map(Path::toString).orElse(""), environment);
  }

  /** Settings of Quarkus itself that the file holds, for experts. */
  public Map<String, String> quarkus() {
    var quarkus = new TreeMap<>(file);
    quarkus.keySet().removeIf(key -> !key.startsWith("quarkus."));
    return quarkus;
  }

  /** What is wrong with the sources. */
  List<String> problems() {
    return problems;
  }

  /** What looks wrong. */
  public List<String> warnings() {
    return warnings;
  }
}

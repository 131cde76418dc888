package io.hearsay.config;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads groups of options from the sources and collects all problems with them. */
final class OptionReader {
  private final ConfigSources sources;
  private final List<String> problems;
  private final Set<Option<?>> refused = new HashSet<>();

  OptionReader(ConfigSources sources) {
    this.sources = sources;
    this.problems = new ArrayList<>(sources.problems());
  }

  /** The values of a group: what is given and valid, otherwise the defaults. */
  OptionValues read(OptionGroup group) {
    var values = group.defaults();
    for (var option : group.options()) {
      values = read(option, values);
    }
    return values;
  }

  private <T> OptionValues read(Option<T> option, OptionValues values) {
    var given = sources.get(option);
    return given.isEmpty()
        ? values
        : parse(option, given.get(), option.shown())
            .map(value -> values.with(option, value))
            .orElse(values);
  }

  /** The values of a group for one of several named things. */
  OptionValues read(OptionGroup group, String name, Map<String, ConfigValue> given) {
    var values = group.defaults();
    for (var option : group.options()) {
      var value = Optional.ofNullable(given.get(option.key()));
      if (value.isPresent()) {
        values = with(values, option, value.get(), group.property(name, option.key()));
      }
    }
    return values;
  }

  private <T> OptionValues with(
      OptionValues values, Option<T> option, ConfigValue given, String shown) {
    return parse(option, given, shown).map(value -> values.with(option, value)).orElse(values);
  }

  private <T> Optional<T> parse(Option<T> option, ConfigValue given, String shown) {
    var origin = given.origin().equals(shown) ? "" : " (from " + given.origin() + ")";
    return option
        .type()
        .read(
            given.values(),
            (text, wrong) -> {
              refused.add(option);
              problem(shown + " \"" + text + "\"" + origin + ": " + wrong);
            });
  }

  /** Whether an invalid value was given for an option, so that the default is in its place. */
  boolean isRefused(Option<?> option) {
    return refused.contains(option);
  }

  /** Adds a problem. */
  void problem(String text) {
    problems.add(text);
  }

  /** The problems so far, a list that may be added to. */
  List<String> problems() {
    return problems;
  }

  /**
   * Checks that there were no problems.
   *
   * @throws InvalidSettings with all problems, if there are any
   */
  void check() throws InvalidSettings {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }
}

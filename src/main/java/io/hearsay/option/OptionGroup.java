package io.hearsay.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings that belong together, in the order of the reference. An option is added where it is
 * declared, so that no list can omit one. Filled while the declaring class is initialised, only
 * read after that.
 */
public final class OptionGroup {
  private final String title;
  private final String prefix;
  private final List<Option<?>> options = new ArrayList<>();
  private final List<Option<?>> templated = new ArrayList<>();

  private OptionGroup(String title, String prefix) {
    this.title = title;
    this.prefix = prefix;
  }

  /** A group of settings of the agent. */
  public static OptionGroup of(String title) {
    return new OptionGroup(title, "");
  }

  /**
   * A group of settings that each of several named things has, such as each service: {@code
   * hearsay.PREFIX.NAME.KEY}.
   */
  public static OptionGroup ofEach(String prefix, String title) {
    return new OptionGroup(title, prefix);
  }

  /** Adds an option. */
  public <T> Option<T> add(Option<T> option) {
    options.add(option);
    return option;
  }

  /** Adds an option that templates may read as a field, see {@link Option#field()}. */
  public <T> Option<T> addForTemplates(Option<T> option) {
    templated.add(option);
    return add(option);
  }

  /** The heading in the reference. */
  public String title() {
    return title;
  }

  /** Whether several named things have these settings each. */
  public boolean isOfEach() {
    return !prefix.isEmpty();
  }

  /** All options, in the order of declaration. */
  public List<Option<?>> options() {
    return List.copyOf(options);
  }

  /** The options that templates may read. */
  public List<Option<?>> templated() {
    return List.copyOf(templated);
  }

  /** The option with this name in templates, if there is one. */
  public Optional<Option<?>> templated(String field) {
    for (var option : templated) {
      if (option.field().equals(field)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** The keys of all options. */
  public List<String> keys() {
    return options.stream().<String>map(Option::key).toList();
  }

  /** The name in the file of a named thing's option. */
  public String property(String name, String key) {
    return "hearsay." + prefix + "." + name + "." + key;
  }

  /** The environment variable of a named thing's option. */
  public String variable(String name, String key) {
    return "HEARSAY_" + Variable.of(prefix) + "_" + Variable.of(name) + "_" + Variable.of(key);
  }

  /** The defaults of all options that have one. */
  public OptionValues defaults() {
    return OptionValues.defaults(options);
  }
}

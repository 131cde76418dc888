package io.hearsay.option;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of settings, looked up by the option that declares them. Immutable. */
public final class OptionValues {
  private final Map<Option<?>, Object> values;

  private OptionValues(Map<Option<?>, Object> values) {
    this.values = Map.copyOf(values);
  }

  static OptionValues defaults(List<Option<?>> options) {
    var values = new HashMap<Option<?>, Object>();
    options.forEach(o -> o.fallback().ifPresent(value -> values.put(o, value)));
    return new OptionValues(values);
  }

  /** The same values, with this one for the option. */
  public <T> OptionValues with(Option<T> option, T value) {
    var others = new HashMap<>(values);
    others.put(option, value);
    return new OptionValues(others);
  }

  /** These values and those of other options. */
  public OptionValues and(OptionValues others) {
    var all = new HashMap<>(values);
    all.putAll(others.values);
    return new OptionValues(all);
  }

  /**
   * The value of an option that has a default or is always set.
   *
   * @throws IllegalStateException if it has none, which is a bug
   */
  public <T> T get(Option<T> option) {
    return find(option).orElseThrow(() -> new IllegalStateException(option + " has no value"));
  }

  /** The value of an option that may have none. */
  // The only way in is with(), whose signature pairs an option and its value.
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Option<T> option) {
    return Optional.ofNullable((T) values.get(option));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptionValues o && values.equals(o.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Does not print the values: some are secrets. */
  @Override
  public String toString() {
    return "values of " + values.keySet();
  }
}

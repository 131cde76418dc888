package io.hearsay.config;

import io.hearsay.supervise.ProcessOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the settings of programs beside the application: {@code hearsay.process.NAME.KEY} in the
 * file, {@code HEARSAY_PROCESS_NAME_KEY} in the environment. A name consists of lower-case letters,
 * digits and dashes, which become upper case and underscores in the environment.
 */
final class ProcessKeys {
  private static final String KEYS = String.join("|", ProcessOption.GROUP.keys());
  private static final Pattern PROPERTY =
      Pattern.compile("hearsay\\.process\\.([a-z0-9][a-z0-9-]{0,30})\\.(" + KEYS + ")");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "HEARSAY_PROCESS_([A-Z0-9][A-Z0-9_]{0,30})_(" + KEYS.toUpperCase(Locale.ROOT) + ")");

  private ProcessKeys() {}

  static boolean isProperty(String key) {
    return PROPERTY.matcher(key).matches();
  }

  static boolean isVariable(String name) {
    return VARIABLE.matcher(name).matches();
  }

  /** The settings by name and key; the environment takes precedence over the file. */
  static SortedMap<String, SortedMap<String, ConfigValue>> of(
      Map<String, String> file, String path, Map<String, String> environment) {
    var all = new TreeMap<String, SortedMap<String, ConfigValue>>();
    collect(all, file, PROPERTY, s -> s, " in " + path);
    collect(
        all,
        environment,
        VARIABLE,
        s -> s.toLowerCase(Locale.ROOT).replace('_', '-'),
        " in the environment");
    return all;
  }

  private static void collect(
      SortedMap<String, SortedMap<String, ConfigValue>> all,
      Map<String, String> from,
      Pattern pattern,
      UnaryOperator<String> spelling,
      String origin) {
    from.forEach(
        (name, value) -> {
          Matcher parts = pattern.matcher(name);
          if (parts.matches() && !value.isBlank()) {
            all.computeIfAbsent(spelling.apply(parts.group(1)), n -> new TreeMap<>())
                .put(
                    spelling.apply(parts.group(2)),
                    new ConfigValue(List.of(value.trim()), name + origin));
          }
        });
  }
}

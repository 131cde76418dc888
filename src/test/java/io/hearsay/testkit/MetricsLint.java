package io.hearsay.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The essence of what {@code promtool check metrics} finds: the rules of "Metric and label naming"
 * and of the text format (Prometheus' documentation).
 */
public final class MetricsLint {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})? ([-+0-9.eE]+|[+-]Inf|NaN)");
  private static final Pattern OTHER_UNITS =
      Pattern.compile(".*_(ms|millis|milliseconds|nanos|minutes|kib|kilobytes|mb|percent)(_.*)?");
  private static final List<String> PARTS = List.of("_bucket", "_count", "_sum");

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();
  private final Set<String> series = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private MetricsLint() {}

  /** Everything that is wrong, in words; empty if nothing is. */
  public static List<String> problems(String text) {
    var lint = new MetricsLint();
    text.lines().filter(line -> !line.isBlank()).forEach(lint::line);
    if (lint.series.isEmpty()) {
      lint.problems.add("there is nothing");
    }
    return lint.problems;
  }

  private void line(String line) {
    if (line.startsWith("# HELP ")) {
      var words = line.split(" ", 4);
      if (words.length < 4 || words[3].isBlank()) {
        problems.add(words[2] + " has no help");
      } else {
        helps.put(words[2], words[3]);
      }
    } else if (line.startsWith("# TYPE ")) {
      var words = line.split(" ", 4);
      family(words[2], words[3]);
    } else if (!line.startsWith("#")) {
      sample(line);
    }
  }

  private void family(String name, String type) {
    if (types.put(name, type) != null) {
      problems.add(name + " is there twice");
    }
    if (!helps.containsKey(name)) {
      problems.add(name + " has no help");
    }
    if (!NAME.matcher(name).matches()) {
      problems.add(name + " is no name in snake_case");
    }
    if (type.equals("counter") != name.endsWith("_total")) {
      problems.add(name + " is a " + type + ": counters, and only they, end in _total");
    }
    if (OTHER_UNITS.matcher(name).matches()) {
      problems.add(name + " is not in a base unit");
    }
    if (type.equals("histogram") && !name.endsWith("_seconds")) {
      problems.add(name + " does not say its unit");
    }
    if (!type.equals("histogram") && PARTS.stream().anyMatch(name::endsWith)) {
      problems.add(name + " looks like a part of a histogram");
    }
  }

  private void sample(String line) {
    var parts = SAMPLE.matcher(line);
    if (!parts.matches()) {
      problems.add("not understood: " + line);
      return;
    }
    if (!series.add(parts.group(1) + parts.group(2))) {
      problems.add("there twice: " + line);
    }
    if (!types.containsKey(family(parts.group(1)))) {
      problems.add("of no family: " + line);
    }
  }

  private String family(String name) {
    for (var part : PARTS) {
      var family = name.substring(0, Math.max(0, name.length() - part.length()));
      if (name.endsWith(part) && "histogram".equals(types.get(family))) {
        return family;
      }
    }
    return name;
  }
}

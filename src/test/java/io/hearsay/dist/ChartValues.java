package io.hearsay.dist;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of the chart, read as they are written: a comment over a key says what it is for, with
 * all that is below it; a key without one is a group.
 */
final class ChartValues {
  private static final int STEP = 2;

  /**
   * A value that has a comment.
   *
   * @param path its name, with dots
   * @param byDefault as it is written; what spans lines is put on one
   */
  record Documented(String path, String byDefault, String meaning) {}

  final List<Documented> documented = new ArrayList<>();

  /** Paths of values that nobody has said anything about. */
  final List<String> undocumented = new ArrayList<>();

  private final ArrayDeque<String> groups = new ArrayDeque<>();

  static ChartValues of(List<String> lines) {
    var values = new ChartValues();
    values.read(lines);
    return values;
  }

  private void read(List<String> lines) {
    var comment = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      var text = line.strip();
      if (text.isEmpty()) {
        comment.clear();
      } else if (text.startsWith("#")) {
        comment.add(text.substring(1).strip());
      } else {
        int depth = indent(line) / STEP;
        while (groups.size() > depth) {
          groups.removeLast();
        }
        int colon = text.indexOf(':');
        var key = text.substring(0, colon);
        var value = text.substring(colon + 1).strip();
        var path = path(key);
        var below = below(lines, i);
        if (!comment.isEmpty()) {
          documented.add(
              new Documented(
                  path,
                  value.isEmpty() ? "{" + String.join(", ", below) + "}" : value,
                  String.join(" ", comment)));
          i += below.size();
        } else if (value.isEmpty()) {
          groups.addLast(key);
        } else {
          undocumented.add(path);
        }
        comment.clear();
      }
    }
  }

  private String path(String key) {
    return Optional.of(String.join(".", groups))
        .filter(p -> !p.isEmpty())
        .map(p -> p + "." + key)
        .orElse(key);
  }

  private static List<String> below(List<String> lines, int i) {
    return lines.subList(i + 1, lines.size()).stream()
        .takeWhile(l -> !l.isBlank() && indent(l) > indent(lines.get(i)))
        .map(String::strip)
        .toList();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** The table of the chart's page. */
  String table() {
    var table = new StringBuilder("| Value | Default | Meaning |\n|---|---|---|\n");
    for (var value : documented) {
      table.append("| `%s` | `%s` | %s |\n".formatted(value.path, value.byDefault, value.meaning));
    }
    return table.toString();
  }
}

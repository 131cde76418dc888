package io.hearsay.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * HAProxy's statistics as a table whose first line names the columns. None of the fields read here
 * is quoted.
 *
 * @param text the whole table
 */
public record Csv(String text) {

  /** The fields of each line after the first, by name. */
  public List<Map<String, String>> rows() {
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return List.of();
    }
    var names = lines.getFirst().replaceFirst("^# *", "").split(",", -1);
    var rows = new ArrayList<Map<String, String>>();
    for (var line : lines.subList(1, lines.size())) {
      var fields = line.split(",", -1);
      var row = new HashMap<String, String>();
      for (var i = 0; i < Math.min(names.length, fields.length); i++) {
        row.put(names[i], fields[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}

package io.hearsay.proxy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rendered configuration, taken apart into its server lines and everything else. It works on the
 * text, not on the data that the text came from, so that it is as good for a user's template as for
 * the built-in one: two configurations whose other lines are the same to the letter differ in their
 * servers only.
 *
 * @param frame all lines but the server lines, each server line replaced by a mark of its backend
 * @param servers by backend and name
 */
record ConfigText(List<String> frame, Map<String, SortedMap<String, ServerLine>> servers) {

  /**
   * One server line.
   *
   * @param address as written, with the port
   * @param weight 1 if none is written, as HAProxy has it
   * @param disabled whether the keyword is there
   * @param rest all other words, in their order
   */
  record ServerLine(String name, String address, int weight, boolean disabled, List<String> rest) {}

  /** Takes a configuration apart; nothing if it has server lines that are not understood. */
  static Optional<ConfigText> parse(String text) {
    var frame = new ArrayList<String>();
    var servers = new LinkedHashMap<String, SortedMap<String, ServerLine>>();
    var backend = "";
    for (var line : text.lines().toList()) {
      var words = List.of(line.trim().split("\\s+", -1));
      var keyword = words.getFirst();
      if (isSection(line, keyword)) {
        boolean named = keyword.equals("backend") || keyword.equals("listen");
        backend = named && words.size() > 1 ? words.get(1) : "";
        if (!backend.isEmpty()) {
          servers.putIfAbsent(backend, new TreeMap<>());
        }
      }
      if (keyword.equals("server") && !backend.isEmpty()) {
        var server = server(words);
        if (server.isEmpty()
            || servers.get(backend).put(server.get().name(), server.get()) != null) {
          return Optional.empty();
        }
        // One mark per backend, wherever its servers are listed.
        var mark = "\0" + backend;
        if (!frame.contains(mark)) {
          frame.add(mark);
        }
      } else if (!line.isBlank()) {
        frame.add(line);
      }
    }
    return Optional.of(new ConfigText(frame, servers));
  }

  /**
   * The frame without the marks of backends that have no server here or there: where their servers
   * are listed makes no difference.
   */
  List<String> frameBeside(ConfigText other) {
    return frame.stream()
        .filter(
            line ->
                line.charAt(0) != '\0'
                    || !other.servers().getOrDefault(line.substring(1), new TreeMap<>()).isEmpty())
        .toList();
  }

  private static boolean isSection(String line, String keyword) {
    return !line.isEmpty() && !Character.isWhitespace(line.charAt(0)) && !keyword.startsWith("#");
  }

  private static Optional<ServerLine> server(List<String> words) {
    boolean plain = words.stream().noneMatch(w -> w.matches(".*[\"'\\\\#$].*"));
    if (words.size() < 3 || !plain) {
      return Optional.empty();
    }
    int weight = 1;
    boolean disabled = false;
    var rest = new ArrayList<String>();
    for (int i = 3; i < words.size(); i++) {
      var word = words.get(i);
      if (word.equals("weight") && i + 1 < words.size()) {
        var value = words.get(++i);
        if (!value.matches("[0-9]{1,3}")) {
          return Optional.empty();
        }
        weight = Integer.parseInt(value);
      } else if (word.equals("disabled")) {
        disabled = true;
      } else {
        rest.add(word);
      }
    }
    return Optional.of(
        new ServerLine(
            words.get(1), words.get(2), weight, disabled, Collections.unmodifiableList(rest)));
  }
}

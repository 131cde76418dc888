package io.hearsay.balancer.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration as the simulated HAProxy reads it, independently of the code under test.
 *
 * @param frame all lines except servers, comments and empty lines
 * @param backends servers by name, by backend
 */
public record SimConfig(List<String> frame, Map<String, Map<String, SimServer>> backends) {
  /** A word that HAProxy's check refuses. */
  public static final String WRONG = "wrong-keyword";

  /** A word that the check accepts, but with which no HAProxy starts. */
  public static final String CANNOT_START = "cannot-start";

  /** A word with which HAProxy starts but never answers. */
  public static final String NEVER_ANSWERS = "never-answers";

  /** Parses a text. */
  public static SimConfig parse(String text) {
    var frame = new ArrayList<String>();
    var backends = new LinkedHashMap<String, Map<String, SimServer>>();
    var backend = "";
    for (var line : text.split("\n", -1)) {
      var trimmed = line.strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      var words = trimmed.split("\\s+");
      if (!Character.isWhitespace(line.charAt(0))) {
        backend = words[0].equals("backend") ? words[1] : "";
        if (!backend.isEmpty()) {
          backends.put(backend, new TreeMap<>());
        }
      }
      if (words[0].equals("server") && !backend.isEmpty()) {
        backends
            .get(backend)
            .put(words[1], SimServer.parse(List.of(words).subList(2, words.length)));
      } else {
        frame.add(trimmed);
      }
    }
    return new SimConfig(frame, backends);
  }

  /** Whether any line has that word. */
  public boolean has(String word) {
    return frame.stream().anyMatch(l -> l.contains(word));
  }
}

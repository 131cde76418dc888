package io.hearsay.documents;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A block of a document, such as of commands: {@code [source,sh,host="web1 web2",background]}.
 *
 * @param where file and line, for reports
 * @param words of its style: {@code source}, {@code sh}, and the flags {@code background} and
 *     {@code step}
 * @param values {@code host}: where it is run; {@code expect}: what its output has at last; {@code
 *     norun}: why no test runs it
 * @param text what it holds
 */
record CommandBlock(String where, Set<String> words, Map<String, String> values, String text) {
  /** Whether its lines are commands for a shell. */
  boolean isShell() {
    return words.contains("source") && words.contains("sh");
  }

  /** Whether it is in that language. */
  boolean isSource(String language) {
    return words.contains("source") && words.contains(language);
  }

  /** Why it is not run; absent: it is. */
  Optional<String> notRun() {
    return Optional.ofNullable(values.get("norun"));
  }

  /** The hosts that it is run on. */
  List<String> hosts() {
    return List.of(values.getOrDefault("host", "").strip().split(" +"));
  }

  Optional<String> expected() {
    return Optional.ofNullable(values.get("expect"));
  }

  /** Whether it goes on while what follows is run. */
  boolean isBackground() {
    return words.contains("background");
  }

  /** Whether it is one of those that lead to the goal of a tutorial. */
  boolean isStep() {
    return words.contains("step");
  }
}

package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Answers to queries for display and scripts: line breaks are kept, invisible characters are
 * escaped.
 */
final class Answers {
  private Answers() {}

  /** The text with line feeds and tabs; all other invisible characters are escaped. */
  static String text(String answer) {
    return answer
            .lines()
            .map(
                line ->
                    Arrays.stream(line.split("\t", -1))
                        .map(VisibleText::text)
                        .collect(Collectors.joining("\t")))
            .collect(Collectors.joining("\n"))
        + (answer.endsWith("\n") ? "\n" : "");
  }
}

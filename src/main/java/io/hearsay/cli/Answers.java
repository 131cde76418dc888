package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Answers to queries, for people and their scripts: with their lines, without what hides itself.
 */
final class Answers {
  private Answers() {}

  /** The text with its line feeds and tabs; all else that has no shape is shown. */
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

package io.hearsay.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a shell does, and does nothing else that a shell does: words
 * are separated by white space; between {@code '…'} every character is literal; between {@code "…"}
 * and outside quotes a backslash makes the next character literal. There are no variables, patterns
 * or pipes; for those, write {@code sh -c '…'}.
 */
public final class CommandWords {
  private CommandWords() {}

  /**
   * Splits a line into its words, of which there is at least one.
   *
   * @throws IllegalArgumentException if the line is malformed; the message says how
   */
  public static List<String> split(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'') {
        if (++i == line.length()) {
          throw new IllegalArgumentException("a backslash stands at the end");
        }
        word.append(line.charAt(i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote " + quote + " is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new IllegalArgumentException("it takes a program and its arguments");
    }
    return List.copyOf(words);
  }
}

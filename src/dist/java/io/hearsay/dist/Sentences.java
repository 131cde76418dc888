package io.hearsay.dist;

/** Words of the help, which begin small and have no full stop, as sentences, and the other way. */
final class Sentences {
  private Sentences() {}

  /** As a sentence. */
  static String of(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return begun.endsWith(".") || begun.endsWith("…") ? begun : begun + ".";
  }

  /** The first sentence, as words: how man pages and completions name a command. */
  static String first(String text) {
    int end = text.indexOf(". ");
    var sentence = end < 0 ? text : text.substring(0, end);
    var trimmed = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    // A name in capitals stays as it is written.
    boolean name = trimmed.length() > 1 && Character.isUpperCase(trimmed.charAt(1));
    return !name && !trimmed.isEmpty()
        ? Character.toLowerCase(trimmed.charAt(0)) + trimmed.substring(1)
        : trimmed;
  }
}

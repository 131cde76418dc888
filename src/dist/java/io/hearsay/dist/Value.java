package io.hearsay.dist;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What a shell can offer for a value. */
sealed interface Value {
  /** One of some words. */
  record Choice(List<String> words) implements Value {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /** The path of a file. */
  record AFile() implements Value {}

  /** Nothing that a shell knows. */
  record Free() implements Value {}

  /** Such as {@code text|json}. */
  Pattern ALTERNATIVES = Pattern.compile("[a-z0-9-]+(\\|[a-z0-9-]+)+");

  /** Such as {@code `true`, `false`}: the name of the type of a setting. */
  Pattern QUOTED = Pattern.compile("`[a-z0-9-]+`(, `[a-z0-9-]+`)+");

  /**
   * Derived from what the help calls it, and from its type if it is a setting.
   *
   * @param type the name of the type in the reference; empty: it is no setting
   */
  static Value of(String argument, String type) {
    if (ALTERNATIVES.matcher(argument).matches()) {
      return new Choice(Arrays.asList(argument.split("\\|", -1)));
    }
    if (QUOTED.matcher(type).matches()) {
      return new Choice(Arrays.asList(type.replace("`", "").split(", ", -1)));
    }
    return argument.equals("FILE") || argument.equals("PATH") ? new AFile() : new Free();
  }
}

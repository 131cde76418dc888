package io.hearsay.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses arguments as programs written in Go do: {@code -x v}, {@code -x=v}, {@code --x=v}, flags
 * before words, and boolean flags whose value, if any, follows an equals sign.
 */
final class GoFlags {
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final List<String> words;

  private GoFlags(List<String> words) {
    this.words = words;
  }

  /**
   * Parses arguments.
   *
   * @param valued flags that take a value
   * @param switches boolean flags
   * @throws WrongUsage with Go's messages, if a flag is unknown or has no value
   */
  static GoFlags parse(List<String> arguments, Set<String> valued, Set<String> switches) {
    var words = new ArrayList<String>();
    var flags = new GoFlags(words);
    int i = 0;
    while (i < arguments.size()) {
      var argument = arguments.get(i++);
      if (!argument.startsWith("-") || argument.equals("-")) {
        i--;
        break;
      }
      if (argument.equals("--")) {
        break;
      }
      var text = argument.substring(argument.startsWith("--") ? 2 : 1);
      int equals = text.indexOf('=');
      var name = equals < 0 ? text : text.substring(0, equals);
      if (switches.contains(name)) {
        flags.add(name, yesOrNo(name, equals < 0 ? "true" : text.substring(equals + 1)));
      } else if (!valued.contains(name)) {
        throw new WrongUsage("flag provided but not defined: -" + name);
      } else if (equals >= 0) {
        flags.add(name, text.substring(equals + 1));
      } else if (i < arguments.size()) {
        flags.add(name, arguments.get(i++));
      } else {
        throw new WrongUsage("flag needs an argument: -" + name);
      }
    }
    words.addAll(arguments.subList(i, arguments.size()));
    return flags;
  }

  private static String yesOrNo(String name, String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> "true";
      case "0", "f", "F", "false", "FALSE", "False" -> "false";
      default -> throw new WrongUsage("invalid boolean value \"" + value + "\" for -" + name);
    };
  }

  private void add(String name, String value) {
    values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  /** All given flags with their values, in order of first occurrence. */
  Map<String, List<String>> all() {
    return values;
  }

  /** The values of a flag. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The last value of a flag. */
  Optional<String> last(String name) {
    var all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** The value of a boolean flag. */
  boolean is(String name, boolean otherwise) {
    return last(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** The words after the flags. */
  List<String> words() {
    return words;
  }
}

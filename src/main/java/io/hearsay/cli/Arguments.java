package io.hearsay.cli;

import io.hearsay.config.HttpOption;
import io.hearsay.membership.HostPort;
import io.hearsay.option.Option;
import io.hearsay.option.OptionTypes;
import io.hearsay.text.VisibleText;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ParseResult;

/** Parses the arguments of commands. Errors are reported as {@link WrongUsage}. */
final class Arguments {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int SHOWN = 80;

  private Arguments() {}

  /** An option and its value, for messages. */
  static String shown(String option, String value) {
    return option + " \"" + VisibleText.text(value, SHOWN) + "\"";
  }

  /** Parses one of a few words. */
  static String choice(String option, String value, List<String> choices) {
    if (!choices.contains(value)) {
      var last = choices.size() - 1;
      throw new WrongUsage(
          shown(option, value)
              + ": there are "
              + String.join(", ", choices.subList(0, last))
              + " and "
              + choices.get(last));
    }
    return value;
  }

  /** Parses a regular expression. */
  static Pattern pattern(String option, String value) {
    try {
      return Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      var where = e.getIndex() < 0 ? "" : ", at character " + (e.getIndex() + 1);
      throw new WrongUsage(
          shown(option, value)
              + " is no regular expression: "
              + VisibleText.text(e.getDescription(), SHOWN)
              + where
              + "; a backslash before it takes a character as it is");
    }
  }

  /**
   * Parses how long to wait: {@code 500ms}, {@code 2s}, or a number of milliseconds; 1 ms to 1 min.
   */
  static Duration limit(String option, String value) {
    Duration limit;
    try {
      limit =
          NUMBER.matcher(value).matches()
              ? Duration.ofMillis(Long.parseLong(value))
              : OptionTypes.duration(value);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(
          shown(option, value) + ": it takes a time such as 500ms or 2s, or milliseconds");
    }
    if (limit.isZero() || limit.compareTo(LONGEST) > 0) {
      throw new WrongUsage(shown(option, value) + ": it takes 1ms to 1m");
    }
    return limit;
  }

  /** The index of the equals sign in {@code KEY=VALUE}. */
  static int equals(String option, String pair, String form) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new WrongUsage(shown(option, pair) + ": it takes " + form);
    }
    return equals;
  }

  /** Checks a seed. */
  static String seed(String text) {
    try {
      var unused = HostPort.parse(text, 1);
      return text;
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("\"" + VisibleText.text(text, SHOWN) + "\": " + e.getMessage());
    }
  }

  /**
   * Parses the address of an agent. One that listens on all addresses is reached on loopback.
   *
   * @param name the flag or variable it comes from
   */
  static String address(String name, String value) {
    var parsed =
        HttpOption.HTTP
            .type()
            .read(
                List.of(value),
                (text, wrong) -> {
                  throw new WrongUsage(shown(name, text) + ": " + wrong);
                });
    return parsed
        .map(HostPort::toString)
        .orElseThrow()
        .replaceFirst("^(0\\.0\\.0\\.0|\\[::])(?=:)", "127.0.0.1");
  }

  /** The address from the command line, otherwise from the environment, otherwise the default. */
  static String address(ParseResult parsed, Option<HostPort> option) {
    if (parsed.hasMatchedOption(option.flag())) {
      return address(option.flag(), parsed.matchedOption(option.flag()).stringValues().getLast());
    }
    var variable = System.getenv(option.variable());
    return variable == null || variable.isBlank()
        ? address(option.flag(), option.byDefault())
        : address(option.variable(), variable.trim());
  }

  /** Refuses more words than a command takes, which would have no effect. */
  static void count(ParseResult parsed) {
    for (var positional : parsed.commandSpec().positionalParameters()) {
      var words =
          parsed.hasMatchedPositional(0)
              ? parsed.matchedPositional(0).stringValues()
              : List.<String>of();
      int most = positional.arity().max();
      if (words.size() > most) {
        throw new WrongUsage(
            "\""
                + VisibleText.text(words.get(most), SHOWN)
                + "\" is one too many: it takes "
                + positional.paramLabel()
                + "; what has spaces stands in quotes");
      }
    }
  }
}

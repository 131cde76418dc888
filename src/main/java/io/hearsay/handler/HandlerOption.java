package io.hearsay.handler;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.option.OptionTypes;
import java.time.Duration;
import java.util.List;

/** The settings of users' scripts on events, as a user gives them. */
public final class HandlerOption {
  /** All of them. */
  public static final OptionGroup GROUP = OptionGroup.of("Scripts on events");

  /** One a line, since commas stand between events and may stand in a script. */
  public static final Option<List<HandlerSpec>> HANDLERS =
      GROUP.add(
          Option.of(
              "handlers",
              OptionType.of("lines of `TYPE[,TYPE]=SCRIPT`", HandlerOption::handlers),
              "scripts on events, one a line: TYPE[,TYPE]=SCRIPT, as Serf's event handlers"));

  /** Then it is killed with what it started. */
  public static final Option<Duration> LIMIT =
      GROUP.add(
          Option.of(
                  "handler-limit",
                  OptionTypes.DURATION,
                  "how long such a script may run before it is killed")
              .byDefault("30s"));

  private HandlerOption() {}

  private static List<HandlerSpec> handlers(String text) {
    return text.lines()
        .map(String::trim)
        .filter(line -> !line.isEmpty())
        .map(HandlerSpec::parse)
        .toList();
  }
}

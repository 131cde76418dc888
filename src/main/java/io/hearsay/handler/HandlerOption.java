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

  /** Commas stand between events and may stand in a script. */
  private static final OptionType<List<HandlerSpec>> SPECS =
      OptionType.linesOf(OptionType.of("`[TYPE[,TYPE]=]SCRIPT`", HandlerSpec::parse));

  /** One a line. */
  public static final Option<List<HandlerSpec>> HANDLERS =
      GROUP.add(
          Option.of(
              "handlers",
              SPECS,
              "scripts on events, one a line: TYPE[,TYPE]=SCRIPT, as Serf's event handlers; in the"
                  + " environment with line breaks in the value, in the file with several lines of"
                  + " this name"));

  /** The same for the command line, where Serf has it so. */
  public static final Option<List<HandlerSpec>> EVENT_HANDLER =
      GROUP.add(
          Option.of("event-handler", SPECS, "one more script on events, as in hearsay.handlers")
              .flag("[FILTER=]SCRIPT")
              .since("0.2.0"));

  /** Then it is killed with what it started. */
  public static final Option<Duration> LIMIT =
      GROUP.add(
          Option.of(
                  "handler-limit",
                  OptionTypes.DURATION,
                  "how long such a script may run before it is killed")
              .byDefault("30s"));

  private HandlerOption() {}
}

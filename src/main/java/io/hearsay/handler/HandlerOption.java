package io.hearsay.handler;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import io.hearsay.option.OptionType;
import io.hearsay.option.OptionTypes;
import java.time.Duration;
import java.util.List;

/** The settings of users' scripts on events, as a user gives them. */
public final class HandlerOption {
  /** All settings of event handlers. */
  public static final OptionGroup GROUP = OptionGroup.of("Scripts on events");

  /** Handlers are separated by lines, since commas separate events and may be part of a script. */
  private static final OptionType<List<HandlerSpec>> SPECS =
      OptionType.linesOf(OptionType.of("`[TYPE[,TYPE]=]SCRIPT`", HandlerSpec::parse));

  /** One handler per line. */
  public static final Option<List<HandlerSpec>> HANDLERS =
      GROUP.add(
          Option.of(
              "handlers",
              SPECS,
              "scripts on events, one a line: TYPE[,TYPE]=SCRIPT, as Serf's event handlers; in the"
                  + " environment with line breaks in the value, in the file with several lines of"
                  + " this name"));

  /** A handler on the command line, in Serf's syntax. */
  public static final Option<List<HandlerSpec>> EVENT_HANDLER =
      GROUP.add(
          Option.of("event-handler", SPECS, "one more script on events, as in hearsay.handlers")
              .flag("[FILTER=]SCRIPT")
              .since("0.2.0"));

  /** Time limit of a script, at which it and what it started are killed. */
  public static final Option<Duration> LIMIT =
      GROUP.add(
          Option.of(
                  "handler-limit",
                  OptionTypes.DURATION,
                  "how long such a script may run before it is killed")
              .byDefault("30s"));

  private HandlerOption() {}
}

package io.hearsay.output;

import static io.hearsay.option.OptionTypes.oneOf;

import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;

/** The settings of the log, as a user gives them. */
public final class LogOption {
  /** All settings of the log. */
  public static final OptionGroup GROUP = OptionGroup.of("Log");

  /** The format of log lines. */
  public static final Option<LogFormat> FORMAT =
      GROUP.add(
          Option.of(
                  "log.format",
                  oneOf(LogFormat.values()),
                  "what a line of the log looks like; lines of HAProxy and of programs that are"
                      + " supervised stay as they are")
              .byDefault("text"));

  /** How much is logged. */
  public static final Option<LogLevel> LEVEL =
      GROUP.add(
          Option.of(
                  "log.level",
                  oneOf(LogLevel.values()),
                  "how much is logged; SIGHUP reads it again, `hearsay log --level` changes it"
                      + " until then")
              .byDefault("info"));

  private LogOption() {}
}

package io.hearsay.output;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;

/** Applies the log settings, which can change at run time. */
public final class Logs {
  /** The categories of our own log lines and of HAProxy's standard error. */
  private static final List<String> OURS = List.of("hearsay", "haproxy");

  private Logs() {}

  /**
   * Logs with these settings from now on.
   *
   * @param member this agent's name
   */
  public static void apply(LogSettings settings, String member) {
    level(settings.level());
    if (settings.format() == LogFormat.JSON) {
      Outlets.eachConsole(console -> console.setFormatter(new JsonLines(member)));
    }
  }

  /** Sets the level of our own log lines from now on; libraries log warnings and errors only. */
  public static void level(LogLevel level) {
    OURS.forEach(name -> Logger.getLogger(name).setLevel(level.level()));
  }

  /** How much is logged. */
  public static LogLevel level() {
    var logger = Logger.getLogger(OURS.getFirst());
    return Arrays.stream(LogLevel.values())
        .filter(level -> logger.isLoggable(level.level()))
        .reduce(LogLevel.ERROR, (graver, less) -> less);
  }
}

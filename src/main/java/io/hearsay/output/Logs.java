package io.hearsay.output;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;

/** How the agent logs, which can change while it runs. */
public final class Logs {
  /** What we log ourselves, and what HAProxy says on its standard error. */
  private static final List<String> OURS = List.of("hearsay", "haproxy");

  private Logs() {}

  /**
   * From now on it is logged so.
   *
   * @param member this agent's name
   */
  public static void apply(LogSettings settings, String member) {
    level(settings.level());
    if (settings.format() == LogFormat.JSON) {
      Outlets.eachConsole(console -> console.setFormatter(new JsonLines(member)));
    }
  }

  /** From now on, so much is logged. What libraries say is logged from warnings on. */
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

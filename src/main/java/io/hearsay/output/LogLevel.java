package io.hearsay.output;

import org.jboss.logmanager.Level;

/** How much is logged: everything at least as severe as this. */
public enum LogLevel {
  /** Something does not work. */
  ERROR,

  /** Something an operator should look at. */
  WARN,

  /** What the agent does. */
  INFO,

  /** The details, for debugging. */
  DEBUG;

  /** The corresponding level of the log manager. */
  Level level() {
    return switch (this) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }
}

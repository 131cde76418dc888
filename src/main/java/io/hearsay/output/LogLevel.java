package io.hearsay.output;

import org.jboss.logmanager.Level;

/** How much is logged: what is at least as grave as this. */
public enum LogLevel {
  /** What does not work. */
  ERROR,

  /** What somebody should look at. */
  WARN,

  /** What happens. */
  INFO,

  /** What it happens by, for whoever looks for a fault. */
  DEBUG;

  /** The same for the log manager. */
  Level level() {
    return switch (this) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }
}

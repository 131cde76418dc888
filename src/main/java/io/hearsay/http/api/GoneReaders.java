package io.hearsay.http.api;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a reader of events has gone just when one was written to it. Whoever
 * may read could else fill the log with stack traces, by coming and going; and nobody can do
 * anything about it. Whatever else goes wrong with an event is told as before.
 */
@LoggingFilter(name = GoneReaders.NAME)
public final class GoneReaders implements Filter {
  /** As the setting {@code quarkus.log.console.filter} calls it. */
  static final String NAME = "gone-readers";

  private static final String TELLER =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

  @Override
  public boolean isLoggable(LogRecord entry) {
    // What cannot be written as JSON is one of them, and is a fault of ours.
    boolean gone =
        entry.getThrown() instanceof IOException thrown && !(thrown instanceof JacksonException);
    return !(gone && TELLER.equals(entry.getLoggerName()));
  }
}

package io.hearsay.http.api;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log that a reader of events disconnected just when one was written to it.
 * Otherwise any reader could fill the log with stack traces by coming and going, about which
 * nothing can be done. All other errors with an event are still logged.
 */
@LoggingFilter(name = GoneReaders.NAME)
public final class GoneReaders implements Filter {
  /** Its name in the setting {@code quarkus.log.console.filter}. */
  static final String NAME = "gone-readers";

  private static final String TELLER =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

  @Override
  public boolean isLoggable(LogRecord entry) {
    // A failure to write JSON is an IOException as well, but a bug of ours.
    boolean gone =
        entry.getThrown() instanceof IOException thrown && !(thrown instanceof JacksonException);
    return !(gone && TELLER.equals(entry.getLoggerName()));
  }
}

package io.hearsay.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.junit.jupiter.api.Test;

/** What is kept out of the log, and what is not. */
class GoneReadersTest {
  private static boolean logged(Class<?> by, Throwable thrown) {
    var entry = new LogRecord(Level.SEVERE, "Exception in SSE server handling");
    entry.setLoggerName(by.getName());
    entry.setThrown(thrown);
    return new GoneReaders().isLoggable(entry);
  }

  @Test
  void onlyDisconnectedReadersAreKeptOut() {
    var teller = PublisherResponseHandler.class;
    assertThat(logged(teller, new IOException("Connection reset by peer"))).isFalse();
    assertThat(logged(teller, new JsonParseException(null, "no serializer"))).isTrue();
    assertThat(logged(teller, new IllegalStateException("a fault"))).isTrue();
    assertThat(logged(teller, null)).isTrue();
    assertThat(logged(GoneReaders.class, new IOException("another"))).isTrue();
  }
}

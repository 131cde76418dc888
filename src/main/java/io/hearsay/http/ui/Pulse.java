package io.hearsay.http.ui;

/**
 * By what a reader's page is known to be old, without drawing it.
 *
 * @param event number of the newest event
 * @param state differs when members, servers or the configuration do
 * @param look differs at each look at HAProxy, that is once a second: the figures are new
 */
record Pulse(long event, long state, long look) {
  /** Whether something has happened since, and not only the figures have moved. */
  boolean isNews(Pulse before) {
    return event != before.event || state != before.state;
  }
}

package io.hearsay.http.ui;

/**
 * Shows whether a reader's page is outdated, without drawing it.
 *
 * @param event number of the newest event
 * @param state changes when members, servers or the configuration do
 * @param look changes with each observation of HAProxy, once a second, which updates the figures
 */
record Pulse(long event, long state, long look) {
  /** Whether something has happened since, other than a change of figures. */
  boolean isNews(Pulse before) {
    return event != before.event || state != before.state;
  }
}

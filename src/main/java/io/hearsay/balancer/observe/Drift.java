package io.hearsay.balancer.observe;

import java.time.Instant;

/**
 * A difference between what HAProxy was given and what it has, that lasts.
 *
 * @param kind what differs
 * @param backend where
 * @param server which one
 * @param text both sides, for an operator
 * @param since when it was first seen
 */
public record Drift(Kind kind, String backend, String server, String text, Instant since) {
  /** What may differ. */
  public enum Kind {
    /** HAProxy's own check has taken out a server whose member says that it is well. */
    DOWN("down"),
    /** The weight was changed on the socket. */
    WEIGHT("weight"),
    /** The server was disabled, drained or enabled on the socket. */
    STATE("state"),
    /** The address was changed on the socket. */
    ADDRESS("address"),
    /** HAProxy does not have a server that its configuration has. */
    MISSING("missing"),
    /** HAProxy has a server that nobody told us of. */
    UNKNOWN("unknown");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** In the API, events and metrics. */
    public String label() {
      return label;
    }
  }
}

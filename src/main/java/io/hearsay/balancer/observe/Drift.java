package io.hearsay.balancer.observe;

import io.hearsay.balancer.plan.Deviation;
import java.time.Instant;
import java.util.Optional;

/**
 * A lasting difference between HAProxy's configuration and its state.
 *
 * @param kind what differs
 * @param backend the backend's name
 * @param server the server's name
 * @param text describes both sides, for an operator
 * @param since when it was first seen
 */
public record Drift(Kind kind, String backend, String server, String text, Instant since) {
  /** The deviation for the pipeline to correct; empty if it cannot. */
  Optional<Deviation> deviation() {
    return kind.deviation.map(how -> new Deviation(how, backend, server));
  }

  /** What may differ. */
  public enum Kind {
    /** HAProxy's health check has marked a server down whose member reports itself healthy. */
    DOWN("down", null),
    /** The weight was changed on the socket. */
    WEIGHT("weight", Deviation.Kind.CHANGED),
    /** The server was disabled, drained or enabled on the socket. */
    STATE("state", Deviation.Kind.CHANGED),
    /** The address was changed on the socket. */
    ADDRESS("address", Deviation.Kind.CHANGED),
    /** HAProxy does not have a server that its configuration has. */
    MISSING("missing", Deviation.Kind.MISSING),
    /** HAProxy has a server that is not in its configuration. */
    UNKNOWN("unknown", Deviation.Kind.UNKNOWN);

    private final String label;
    private final Optional<Deviation.Kind> deviation;

    Kind(String label, Deviation.Kind deviation) {
      this.label = label;
      this.deviation = Optional.ofNullable(deviation);
    }

    /** Its name in the API, events and metrics. */
    public String label() {
      return label;
    }
  }
}

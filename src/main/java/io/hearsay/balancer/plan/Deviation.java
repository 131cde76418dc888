package io.hearsay.balancer.plan;

/**
 * A server whose state in HAProxy differs from the configuration in a way that can be corrected.
 *
 * @param kind how it differs
 * @param backend the service's name
 * @param server the member's name
 */
public record Deviation(Kind kind, String backend, String server) {
  /** How it differs. */
  public enum Kind {
    /** It has another weight, address or state. */
    CHANGED,
    /** It is missing in HAProxy. */
    MISSING,
    /** It exists in HAProxy but not in the configuration. */
    UNKNOWN
  }

  /** Identifies the server, whatever differs. */
  public String id() {
    return backend + "/" + server;
  }
}

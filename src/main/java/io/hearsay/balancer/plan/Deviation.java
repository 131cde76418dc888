package io.hearsay.balancer.plan;

/**
 * A server that HAProxy has otherwise than its configuration says, and that can be put right.
 *
 * @param kind in what way
 * @param backend the service's name
 * @param server the member's name
 */
public record Deviation(Kind kind, String backend, String server) {
  /** How it differs. */
  public enum Kind {
    /** It is there with another weight, address or state. */
    CHANGED,
    /** It is not there. */
    MISSING,
    /** It is there, and the configuration does not have it. */
    UNKNOWN
  }

  /** Which server it is, whatever differs. */
  public String id() {
    return backend + "/" + server;
  }
}

package io.hearsay.membership.atomix;

/** What members ask each other about over TCP; the name travels with each question. */
final class Subjects {
  /** The protocol: full exchanges and probes. The only one that datagrams are about. */
  static final String SWIM = "swim";

  private Subjects() {}
}

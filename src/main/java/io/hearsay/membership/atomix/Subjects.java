package io.hearsay.membership.atomix;

/** The subjects of questions over TCP; each question carries its subject. */
final class Subjects {
  /** The protocol's full exchanges and probes; also the implied subject of all datagrams. */
  static final String SWIM = "swim";

  private Subjects() {}
}

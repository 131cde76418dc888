package io.hearsay.bench.membership;

/**
 * A member's log said something about another one.
 *
 * @param at when the line arrived here, of {@link System#nanoTime()}
 * @param observer the name of the member whose log it is
 * @param subject the name of the other one
 * @param address of the other one, empty if the line does not say
 */
record Sighting(long at, String observer, Kind kind, String subject, String address) {
  /** In Serf's words, which both tools use. */
  enum Kind {
    JOIN,
    LEAVE,
    FAILED,
    UPDATE,
    REAP
  }

  boolean is(Kind wanted, String of) {
    return kind == wanted && subject.equals(of);
  }
}

package io.hearsay.bench.membership;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * A member's log reported something about another member.
 *
 * @param at when the line arrived here, of {@link System#nanoTime()}
 * @param observer the name of the member whose log it is
 * @param subject the name of the other member
 * @param address of the other member; empty if the line does not have it
 */
record Sighting(long at, String observer, Kind kind, String subject, String address) {
  /** The event, in Serf's terms, which both tools use. */
  enum Kind {
    JOIN,
    LEAVE,
    FAILED,
    UPDATE,
    REAP
  }

  /** Parses a line, if it matches: kind, subject and address are the groups of its pattern. */
  static Optional<Sighting> of(long at, String observer, Matcher line) {
    if (!line.find()) {
      return Optional.empty();
    }
    var kind = Kind.valueOf(line.group(1).toUpperCase(Locale.ROOT));
    return Optional.of(new Sighting(at, observer, kind, line.group(2), line.group(3)));
  }

  boolean is(Kind wanted, String of) {
    return kind == wanted && subject.equals(of);
  }
}

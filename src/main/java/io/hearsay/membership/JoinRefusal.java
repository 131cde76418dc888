package io.hearsay.membership;

import java.util.Set;

/** Why a join comes to nothing: a closed set, so that it can be a label of a metric. */
public enum JoinRefusal {
  /** Sealed with a key that this member does not have. */
  WRONG_KEY("wrong-key", "What the other side sends is sealed with none of this member's keys"),

  /** The peer did not say which of them it is. */
  KEY_OR_LABEL(
      "key-or-label",
      "What this member sends does not open there: the key or the label is another",
      Direction.OUT),

  /** Only one of the two encrypts. */
  NO_KEY("no-key", "One of the two encrypts, and the other has no key"),

  /** The peer belongs to another cluster. */
  LABEL("label", "The other side has another --label"),

  /** The peer's version of the protocol is another. */
  VERSION("version", "The other side speaks another version of Hearsay's gossip"),

  /** The peer is no agent. */
  PROTOCOL("protocol", "The other side speaks another protocol, such as HTTP, TLS or Serf's"),

  /** The name belongs to a member that is alive. */
  NAME_TAKEN("name-taken", "A member that is alive has the name"),

  /** The peer's address is not in hearsay.allow. */
  ALLOW_LIST("allow-list", "The other side's address is not in hearsay.allow", Direction.IN),

  /** There are too many connections. */
  CROWDED("crowded", "One host, or all together, have too many connections", Direction.IN),

  /** The peer closed the connection without a word. */
  CLOSED(
      "closed",
      "The seed closes the connection at once: its hearsay.allow, too many connections, or it is no"
          + " agent",
      Direction.OUT),

  /** Nothing listens there. */
  REFUSED("refused", "Nothing listens at the seed's address", Direction.OUT),

  /** Nothing comes back from the host. */
  UNREACHABLE("unreachable", "Nothing comes back from the seed's host", Direction.OUT),

  /** The connection is accepted, and there is no answer. */
  SILENT("silent", "The seed accepts the connection and does not answer", Direction.OUT),

  /** The seed has no address: its name does not resolve, or the container engine knows none. */
  UNRESOLVED("unresolved", "The seed has no address", Direction.OUT);

  /** Who wanted to join whom. */
  public enum Direction {
    /** Others wanted to join this member, which refused. */
    IN("in"),
    /** This member wanted to join others. */
    OUT("out");

    private final String text;

    Direction(String text) {
      this.text = text;
    }

    /** Its name in the metrics. */
    public String text() {
      return text;
    }
  }

  private final String text;
  private final String help;
  private final Set<Direction> directions;

  JoinRefusal(String text, String help, Direction... directions) {
    this.text = text;
    this.help = help;
    this.directions = Set.of(directions.length == 0 ? Direction.values() : directions);
  }

  /** Its name in the metrics. */
  public String text() {
    return text;
  }

  /** What it means, in one line. */
  public String help() {
    return help;
  }

  /** Whether this may be the reason for a join in that direction. */
  public boolean happens(Direction direction) {
    return directions.contains(direction);
  }
}

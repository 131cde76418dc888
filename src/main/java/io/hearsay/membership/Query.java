package io.hearsay.membership;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A question to members, and how to ask it.
 *
 * @param name 1 to 64 bytes
 * @param payload at most 512 bytes
 * @param limit how long to wait; later answers are ignored
 * @param to names of the only members to ask; empty: all
 * @param acks whether members acknowledge the query before they answer it
 * @param relays number of other members that also relay each answer, 0 to {@value #MAX_RELAYS},
 *     since an answer travels in one datagram, which may be lost
 */
public record Query(
    String name,
    Payload payload,
    Duration limit,
    Optional<Set<String>> to,
    boolean acks,
    int relays) {
  /** Most relays; more would help little, and each costs every answer another datagram. */
  public static final int MAX_RELAYS = 5;

  /** Maximum size of an answer in bytes. */
  public static final int MAX_ANSWER_BYTES = 1024;

  /** Rejects a number of relays that is out of range. */
  public Query {
    if (relays < 0 || relays > MAX_RELAYS) {
      throw new IllegalArgumentException("an answer takes 0 to " + MAX_RELAYS + " detours");
    }
  }

  /** A query to all members, without acknowledgements and relays. */
  public static Query toAll(String name, Payload payload, Duration limit) {
    return new Query(name, payload, limit, Optional.empty(), false, 0);
  }

  /** Receives what comes back. Called on the cluster's context, must not block. */
  @FunctionalInterface
  public interface Answers {
    /**
     * A member has answered; called once per member.
     *
     * @param payload empty if the member is there but has no answer
     */
    void answered(String member, Payload payload);

    /** A member has acknowledged the query; called once per member, if {@link #acks} is set. */
    default void heard(String member) {}
  }
}

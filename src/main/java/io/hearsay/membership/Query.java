package io.hearsay.membership;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A question to members, and how it is to be asked.
 *
 * @param name 1 to 64 bytes
 * @param payload at most 512 bytes
 * @param limit answers that come later are not taken
 * @param to names of the members that are asked, and of nobody else; empty: all
 * @param acks whether members are to say that they have heard it, before they answer
 * @param relays through so many other members each answer is to come as well, 0 to {@value
 *     #MAX_RELAYS}: an answer travels in one datagram, which may be lost
 */
public record Query(
    String name,
    Payload payload,
    Duration limit,
    Optional<Set<String>> to,
    boolean acks,
    int relays) {
  /** More help little and cost each member as many datagrams. */
  public static final int MAX_RELAYS = 5;

  /** Most bytes of an answer. */
  public static final int MAX_ANSWER_BYTES = 1024;

  /** Refuses a number of relays that is out of bounds. */
  public Query {
    if (relays < 0 || relays > MAX_RELAYS) {
      throw new IllegalArgumentException("an answer takes 0 to " + MAX_RELAYS + " detours");
    }
  }

  /** To all members, answered once each. */
  public static Query toAll(String name, Payload payload, Duration limit) {
    return new Query(name, payload, limit, Optional.empty(), false, 0);
  }

  /** What is done with what comes back; called on the cluster's context, must not block. */
  @FunctionalInterface
  public interface Answers {
    /**
     * A member has answered; once a member.
     *
     * @param payload empty: it has no answer, and is there
     */
    void answered(String member, Payload payload);

    /** A member has heard it; once a member, if that is wanted. */
    default void heard(String member) {}
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A query to be sent to members.
 *
 * @param name 1–64 bytes
 * @param payload at most 512 bytes
 * @param limitMillis how long to wait; later answers are ignored
 * @param to which members to ask; empty: all. If set, the query is sent to them directly and not
 *     gossiped
 * @param how to answer it
 */
public record Question(
    String name,
    Bytes payload,
    long limitMillis,
    Optional<Predicate<MemberRecord>> to,
    Message.Answering how) {

  /**
   * Receives what comes back.
   *
   * @param ack receives the name of each member that has acknowledged the query, once, if requested
   * @param answer receives the name of each member that answers and its answer, once; no bytes: it
   *     has none
   * @param done runs when all members asked have answered, or at the limit
   */
  public record Answers(Consumer<String> ack, BiConsumer<String, Bytes> answer, Runnable done) {}

  /** A query to all members, without acknowledgements and relays. */
  public static Question toAll(String name, Bytes payload, long limitMillis) {
    return new Question(name, payload, limitMillis, Optional.empty(), Message.Answering.PLAIN);
  }
}

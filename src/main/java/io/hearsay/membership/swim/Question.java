package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What members are asked.
 *
 * @param name 1–64 bytes
 * @param payload at most 512 bytes
 * @param limitMillis answers that come later are not taken
 * @param to who is asked; empty: everybody. Those that are chosen hear of it directly, and nobody
 *     else does
 * @param how it is to be answered
 */
public record Question(
    String name,
    Bytes payload,
    long limitMillis,
    Optional<Predicate<MemberRecord>> to,
    Message.Answering how) {

  /**
   * What is done with what comes back.
   *
   * @param ack gets the name of each member that has heard it, once, if that was wanted
   * @param answer gets each answer with the name of who gave it, once a member; no bytes: it has
   *     none
   * @param done runs at the limit, or when all that were asked have answered
   */
  public record Answers(Consumer<String> ack, BiConsumer<String, Bytes> answer, Runnable done) {}

  /** To everybody, answered once. */
  public static Question toAll(String name, Bytes payload, long limitMillis) {
    return new Question(name, payload, limitMillis, Optional.empty(), Message.Answering.PLAIN);
  }
}

package io.hearsay.membership.wire;

import java.util.List;

/**
 * What members say to each other. Those of the first group travel in datagrams, several to one;
 * {@link Sync} and what follows it travel alone in a TCP frame.
 */
public sealed interface Message {

  /**
   * Are you there?
   *
   * @param sequence returned in the answer, 0–65535
   * @param digest of what the sender knows: the exclusive or of {@link MemberRecord#fingerprint()}
   *     over the present members
   */
  record Ping(int sequence, long digest) implements Message {}

  /** I am. */
  record Ack(int sequence, long digest) implements Message {}

  /** Please ping the target for me; say {@link Nack} when it does not answer you in time. */
  record PingRequest(int sequence, Endpoint target) implements Message {}

  /** I am well, the target does not answer me. */
  record Nack(int sequence) implements Message {}

  /** A full record: of the sender at a join or change, of anybody in a rumour. */
  record Claim(MemberRecord member) implements Message {}

  /**
   * Somebody could not reach a member.
   *
   * @param nonce of the boot that is suspected
   * @param accuser nonce of the boot that says so: independent accusers shorten the suspicion
   */
  record Suspect(long nonce, long incarnation, Evidence evidence, long accuser)
      implements Message {}

  /** A suspicion ran out. */
  record Failed(long nonce, long incarnation, Evidence evidence, long accuser) implements Message {}

  /** Of my own will, {@code nonce} being me; please answer {@link LeaveAck}. */
  record Leave(long nonce, long incarnation) implements Message {}

  /** I know that you left. */
  record LeaveAck(long nonce) implements Message {}

  /**
   * What I know; the first record is my own. Please answer with what you know.
   *
   * @param join whether the sender is new here: then its name is checked for a conflict
   */
  record Sync(boolean join, List<MemberRecord> members) implements Message {}

  /** The answer to {@link Sync}: everything the answerer knows. */
  record SyncReply(List<MemberRecord> members) implements Message {}

  /** The answer to {@link Sync} when the joiner is not welcome; the reason is for its operator. */
  record Refused(String reason) implements Message {}

  /** First frame of a tripwire: who watches. */
  record Tripwire(long nonce) implements Message {}

  /**
   * Something that a user wants all members to know, told as a rumour. An extension.
   *
   * @param origin nonce of the boot that says it
   * @param number tells it from others of that boot
   * @param name 1–{@value Codec#MAX_EVENT_NAME} bytes
   * @param payload at most {@value Codec#MAX_EVENT_PAYLOAD} bytes
   * @param time on the Lamport clock of events, 1–{@value #MAX_TIME}; 0: the teller knows no such
   *     clock
   * @param coalesce whether the last one of its name will do
   */
  record Event(long origin, int number, String name, Bytes payload, long time, boolean coalesce)
      implements Message {
    /** One that says no time. */
    public Event(long origin, int number, String name, Bytes payload) {
      this(origin, number, name, payload, 0, false);
    }
  }

  /**
   * A question to all members, told as a rumour; each answers the asker directly. An extension.
   *
   * @param origin who asks
   * @param number tells it from others of that boot
   * @param time on the Lamport clock of queries, 1–{@value #MAX_TIME}; 0: the asker knows no such
   *     clock
   * @param how it wants to be answered
   */
  record Query(Endpoint origin, int number, String name, Bytes payload, long time, Answering how)
      implements Message {
    /** One that says no time. */
    public Query(Endpoint origin, int number, String name, Bytes payload) {
      this(origin, number, name, payload, 0, Answering.PLAIN);
    }
  }

  /**
   * How a query wants to be answered.
   *
   * @param ack whether {@link QueryAck} is wanted, before the answer
   * @param relay through so many others the answer is to come as well, 0–{@value Codec#MAX_RELAYS}
   */
  record Answering(boolean ack, int relay) {
    /** The answer, once. */
    public static final Answering PLAIN = new Answering(false, 0);
  }

  /** A query for its receiver alone, who does not tell it to others. An extension. */
  record DirectQuery(Query query) implements Message {}

  /** I have heard the query and begin to look for an answer. An extension. */
  record QueryAck(int number) implements Message {}

  /**
   * An answer that takes another way, in case it is lost on the direct one: whoever gets it and is
   * not meant hands it on once. An extension.
   *
   * @param to who asked
   * @param from nonce of the boot that answers
   */
  record Relay(Endpoint to, long from, QueryReply reply) implements Message {}

  /**
   * Beside {@link Sync} and {@link SyncReply}: what the sender knows of events and queries, so that
   * a member that has just joined does not begin at 1. An extension.
   *
   * @param eventTime the clock of events, 0–{@value #MAX_TIME}
   * @param queryTime the clock of queries
   * @param told events that are still being told: they are older than the join of who asks; at most
   *     {@value Codec#MAX_TOLD}
   */
  record Clocks(long eventTime, long queryTime, List<Tiding> told) implements Message {}

  /** Which event: its origin and its number. */
  record Tiding(long origin, int number) {}

  /** Beside {@link Sync}: please send the events of the past as well. An extension. */
  record WantPast() implements Message {}

  /** No clock gets so far. */
  long MAX_TIME = (1L << 53) - 1;

  /** The answer to {@link Query}, empty where nobody had anything to say. An extension. */
  record QueryReply(int number, Bytes payload) implements Message {}

  /**
   * Please change your keyring and answer {@link KeyReport}; over TCP, sealed. An extension.
   *
   * @param key the key itself to install it, else its fingerprint in ASCII, or nothing
   */
  record KeyOrder(Order order, Bytes key) implements Message {
    /** What to do. */
    public enum Order {
      /** Tell which keys you have. */
      LIST,
      /** Open with this key too. */
      INSTALL,
      /** Seal with this key. */
      USE,
      /** Forget this key. */
      REMOVE
    }
  }

  /**
   * The answer to {@link KeyOrder}. An extension.
   *
   * @param problem why it was not done, or empty
   * @param prints fingerprints of the keys, primary first
   */
  record KeyReport(String problem, List<String> prints) implements Message {}
}

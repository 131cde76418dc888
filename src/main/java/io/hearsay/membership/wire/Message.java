package io.hearsay.membership.wire;

import java.util.List;

/**
 * The messages between members. Those up to {@link LeaveAck} are sent in datagrams, which may hold
 * several; {@link Sync} to {@link Tripwire} are sent in TCP frames. Each extension says how it is
 * sent.
 */
public sealed interface Message {

  /**
   * Asks whether a member is there.
   *
   * @param sequence repeated in the answer, 0–65535
   * @param digest of what the sender knows: the exclusive or of {@link MemberRecord#fingerprint()}
   *     over the present members
   */
  record Ping(int sequence, long digest) implements Message {}

  /** The answer to {@link Ping}. */
  record Ack(int sequence, long digest) implements Message {}

  /**
   * Asks a member to ping the target, and to answer {@link Nack} if the target does not answer in
   * time.
   */
  record PingRequest(int sequence, Endpoint target) implements Message {}

  /** The sender is alive, but the target of the {@link PingRequest} does not answer it. */
  record Nack(int sequence) implements Message {}

  /** A full record: of the sender itself after a join or change, or of any member in gossip. */
  record Claim(MemberRecord member) implements Message {}

  /**
   * The accuser could not reach a member.
   *
   * @param nonce of the boot that is suspected
   * @param accuser nonce of the boot that says so: independent accusers shorten the suspicion
   */
  record Suspect(long nonce, long incarnation, Evidence evidence, long accuser)
      implements Message {}

  /** A suspicion has timed out. */
  record Failed(long nonce, long incarnation, Evidence evidence, long accuser) implements Message {}

  /** The boot with this nonce leaves voluntarily, and asks for a {@link LeaveAck}. */
  record Leave(long nonce, long incarnation) implements Message {}

  /** Acknowledges {@link Leave}. */
  record LeaveAck(long nonce) implements Message {}

  /**
   * Everything the sender knows, its own record first; asks for a {@link SyncReply}.
   *
   * @param join whether the sender is joining: then its name is checked for a conflict
   */
  record Sync(boolean join, List<MemberRecord> members) implements Message {}

  /** The answer to {@link Sync}: everything the receiver knows. */
  record SyncReply(List<MemberRecord> members) implements Message {}

  /**
   * The answer to {@link Sync} if the joining member is refused; the reason is for its operator.
   */
  record Refused(String reason) implements Message {}

  /** The first frame of a tripwire, which names the boot that watches. */
  record Tripwire(long nonce) implements Message {}

  /**
   * A user event for all members, spread by gossip. An extension.
   *
   * @param origin nonce of the boot that sent it
   * @param number distinguishes it from other events of that boot
   * @param name 1–{@value Codec#MAX_EVENT_NAME} bytes
   * @param payload at most {@value Codec#MAX_EVENT_PAYLOAD} bytes
   * @param time on the Lamport clock of events, 1–{@value #MAX_TIME}; 0: the sender has no such
   *     clock
   * @param coalesce whether the last one of its name is enough
   */
  record Event(long origin, int number, String name, Bytes payload, long time, boolean coalesce)
      implements Message {
    /** Creates one without a time. */
    public Event(long origin, int number, String name, Bytes payload) {
      this(origin, number, name, payload, 0, false);
    }
  }

  /**
   * A query to all members, spread by gossip; each answers the asker directly. An extension.
   *
   * @param origin the member that asks
   * @param number distinguishes it from other queries of that boot
   * @param time on the Lamport clock of queries, 1–{@value #MAX_TIME}; 0: the asker has no such
   *     clock
   * @param how the asker wants it answered
   */
  record Query(Endpoint origin, int number, String name, Bytes payload, long time, Answering how)
      implements Message {
    /** Creates one without a time. */
    public Query(Endpoint origin, int number, String name, Bytes payload) {
      this(origin, number, name, payload, 0, Answering.PLAIN);
    }
  }

  /**
   * How a query is to be answered.
   *
   * @param ack whether to send {@link QueryAck} before the answer
   * @param relay number of other members that relay the answer as well, 0–{@value Codec#MAX_RELAYS}
   */
  record Answering(boolean ack, int relay) {
    /** Just the answer, sent directly. */
    public static final Answering PLAIN = new Answering(false, 0);
  }

  /** A query for its receiver alone, which does not gossip it. An extension. */
  record DirectQuery(Query query) implements Message {}

  /** Acknowledges a query whose answer is being prepared. An extension. */
  record QueryAck(int number) implements Message {}

  /**
   * An answer that takes another path, in case it is lost on the direct one: a member that is not
   * its addressee forwards it once. An extension.
   *
   * @param to the member that asked
   * @param from nonce of the boot that answers
   */
  record Relay(Endpoint to, long from, QueryReply reply) implements Message {}

  /**
   * Accompanies {@link Sync} and {@link SyncReply}: what the sender knows about events and queries,
   * so that the clocks of a member that has just joined do not begin at 1. An extension.
   *
   * @param eventTime the clock of events, 0–{@value #MAX_TIME}
   * @param queryTime the clock of queries, 0–{@value #MAX_TIME}
   * @param told the latest events, which may still be gossiped but are older than the join; at most
   *     {@value Codec#MAX_TOLD}
   */
  record Clocks(long eventTime, long queryTime, List<EventId> told) implements Message {}

  /** Identifies an event by its origin and its number. */
  record EventId(long origin, int number) {}

  /** Accompanies {@link Sync}: asks for past events as well. An extension. */
  record WantPast() implements Message {}

  /** Highest time on a Lamport clock, which no clock reaches in practice. */
  long MAX_TIME = (1L << 53) - 1;

  /** The answer to {@link Query}; empty if the member has none. An extension. */
  record QueryReply(int number, Bytes payload) implements Message {}

  /**
   * Asks a member to list or change its keys and to answer {@link KeyReport}; over TCP, sealed. An
   * extension.
   *
   * @param key the key itself for {@code INSTALL}, its fingerprint in ASCII for {@code USE} and
   *     {@code REMOVE}, empty for {@code LIST}
   */
  record KeyOrder(Order order, Bytes key) implements Message {
    /** What to do. */
    public enum Order {
      /** List the keys. */
      LIST,
      /** Accept this key as well. */
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
   * @param problem why it was not done; empty if it was
   * @param prints fingerprints of the member's keys, primary first
   */
  record KeyReport(String problem, List<String> prints) implements Message {}
}

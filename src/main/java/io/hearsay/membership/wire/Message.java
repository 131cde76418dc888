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
   */
  record Event(long origin, int number, String name, Bytes payload) implements Message {}

  /**
   * A question to all members, told as a rumour; each answers the asker directly. An extension.
   *
   * @param origin who asks
   * @param number tells it from others of that boot
   */
  record Query(Endpoint origin, int number, String name, Bytes payload) implements Message {}

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

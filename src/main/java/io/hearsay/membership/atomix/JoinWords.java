package io.hearsay.membership.atomix;

import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.transport.ProtocolGuess;
import io.hearsay.membership.transport.RequestFailedException;

/**
 * Says, for an operator, why two members do not find each other and what to do; one set of texts
 * for the side that asks and one for the side that is asked. The texts contain no secrets and
 * nothing that the other side sent.
 */
final class JoinWords {
  private JoinWords() {}

  /** What is wrong with a peer that connects to this member. */
  static String inbound(Mismatch why, byte[] began) {
    return switch (why) {
      case FOREIGN ->
          "speaks "
              + ProtocolGuess.of(began)
              + " to the gossip port (--bind), which is for agents of Hearsay; the API is at --http,"
              + " metrics and health are at --health";
      case VERSION -> "speaks another version of Hearsay's gossip; run the same version on both";
      case PLAIN ->
          "does not encrypt, and this member does; start it with the same keys (--keyring)";
      case SEALED ->
          "encrypts, and this member has no key; start this one with the same keys (--keyring)";
      case LABEL -> "belongs to another cluster: its --label is not this member's";
      case KEY ->
          "seals with a key that this member does not have; compare hearsay keys --list on both, and"
              + " give both the same --keyring";
    };
  }

  /**
   * Why an address that was asked is unusable.
   *
   * @param encrypts whether this member encrypts
   */
  static String outbound(RequestFailedException failure, boolean encrypts) {
    return switch (failure.why()) {
      case REFUSED ->
          "refuses the connection: no agent listens there; is it up, and is that its --bind or"
              + " --advertise with its port?";
      case UNREACHABLE ->
          "cannot be reached: nothing comes back; is the address right, and do routes and firewalls"
              + " let TCP and UDP through?";
      case SILENT ->
          "accepts the connection and does not answer: it is paused or overloaded, or no agent";
      case UNANSWERED -> "is an agent, and does not answer that question: run the same version";
      case CLOSED_AT_ONCE ->
          "accepts the connection and closes it at once: its hearsay.allow does not have this"
              + " member's address, it has too many connections, or it is no agent";
      case CLOSED ->
          encrypts
              ? "greets, and closes when it is asked: what this member sends does not open there,"
                  + " so the key or the label is another, and its log says which; compare hearsay keys"
                  + " --list and --label on both"
              : "greets, and closes when it is asked: it belongs to another cluster, so its --label"
                  + " is not this member's";
      case MISMATCHED -> failure.mismatch().map(m -> outbound(m, failure.began())).orElse("");
    };
  }

  private static String outbound(Mismatch why, byte[] began) {
    return switch (why) {
      case FOREIGN ->
          "speaks "
              + ProtocolGuess.of(began)
              + ": that is not the gossip port (--bind, 7946) of an agent";
      case VERSION -> "speaks another version of Hearsay's gossip; run the same version on both";
      case PLAIN ->
          "does not encrypt, and this member does; start it with the same keys (--keyring)";
      case SEALED ->
          "encrypts, and this member has no key; start this one with the same keys (--keyring)";
      case LABEL -> "belongs to another cluster: its --label is not this member's";
      case KEY ->
          "answers with what does not open here: its key is another; compare hearsay keys --list on"
              + " both";
    };
  }
}

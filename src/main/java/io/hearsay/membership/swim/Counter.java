package io.hearsay.membership.swim;

/** What the protocol counts since the start; shown in the metrics and in the API. */
public enum Counter {
  /** Datagrams sent. */
  PACKETS_SENT("packets.sent", "Datagrams sent"),

  /** Datagrams received, whatever became of them. */
  PACKETS_RECEIVED("packets.received", "Datagrams received, whatever became of them"),

  /** Bytes of the datagrams sent, sealed. */
  BYTES_SENT("sent.bytes", "Bytes of the datagrams sent, without the headers of UDP and IP"),

  /** Bytes of the datagrams received. */
  BYTES_RECEIVED(
      "received.bytes", "Bytes of the datagrams received, without the headers of UDP and IP"),

  /** Datagrams that do not open with any key, or carry another label. */
  PACKETS_REJECTED(
      "packets.rejected", "Datagrams that do not open with any key, or carry another label"),

  /** Datagrams from addresses outside hearsay.allow. */
  PACKETS_FORBIDDEN("packets.forbidden", "Datagrams from addresses outside hearsay.allow"),

  /** Datagrams that open but cannot be read. */
  PACKETS_MALFORMED("packets.malformed", "Datagrams that open but cannot be read"),

  /** Messages in datagrams that belong on a stream. */
  PACKETS_MISPLACED("packets.misplaced", "Messages in datagrams that belong on a stream"),

  /** Connections from addresses outside hearsay.allow. */
  CONNECTIONS_FORBIDDEN(
      "connections.forbidden", "Connections from addresses outside hearsay.allow"),

  /** Connections turned away because there were too many. */
  CONNECTIONS_CROWDED("connections.crowded", "Connections turned away because there were too many"),

  /** Connections to the gossip port that began in another protocol. */
  CONNECTIONS_FOREIGN(
      "connections.foreign", "Connections to the gossip port that began in another protocol"),

  /** Connections with a frame that does not open: another key or label, or one side has no key. */
  CONNECTIONS_REJECTED(
      "connections.rejected",
      "Connections with a frame that does not open: another key or label, or one side has no key"),

  /** Members probed. */
  PROBES("probes", "Members probed"),

  /** Probes that were answered over TCP alone: UDP does not get through. */
  PROBES_TCP_ONLY(
      "probes.tcp-only", "Probes that were answered over TCP alone: UDP does not get through"),

  /** Probes without a verdict, as this member was slow itself. */
  PROBES_INCONCLUSIVE(
      "probes.inconclusive", "Probes without a verdict, as this member was slow itself"),

  /** Heartbeats that did not come in time. */
  HEARTBEATS_MISSED("heartbeats.missed", "Heartbeats that did not come in time"),

  /** Members suspected, by this member or by others. */
  SUSPICIONS("suspicions", "Members suspected, by this member or by others"),

  /** Suspicions withdrawn because the suspect was heard meanwhile. */
  SUSPICIONS_WITHDRAWN(
      "suspicions.withdrawn", "Suspicions withdrawn because the suspect was heard meanwhile"),

  /** Members declared failed by this member. */
  FAILURES("failures", "Members declared failed by this member"),

  /** Wrong claims about this member that it refuted. */
  REFUTATIONS("refutations", "Wrong claims about this member that it refuted"),

  /** Connections to other members that broke without a farewell. */
  TRIPWIRES_LOST("tripwires.lost", "Connections to other members that broke without a farewell"),

  /** Full exchanges of state with a member that answered. */
  SYNCS("syncs", "Full exchanges of state with a member that answered"),

  /** Those that were begun and not answered. */
  SYNCS_UNANSWERED("syncs.unanswered", "Those that were begun and not answered"),

  /** Those begun because a digest differed. */
  SYNCS_DIGEST("syncs.digest", "Those begun because a digest differed"),

  /** Joins refused here because the name is taken. */
  JOINS_REFUSED("joins.refused", "Joins refused here because the name is taken"),

  /** Times that this process noticed it had been paused. */
  PAUSES("pauses", "Times that this process noticed it had been paused"),

  /** Claims about members that were not believed. */
  CLAIMS_REFUSED("claims.refused", "Claims about members that were not believed"),

  /** Members not taken up because the table is full. */
  MEMBERS_REFUSED("members.refused", "Members not taken up because the table is full"),

  /** Members replaced by a newer process of the same name. */
  MEMBERS_REBORN("members.reborn", "Members replaced by a newer process of the same name"),

  /** Members not taken up because of their address. */
  RECORDS_FORBIDDEN("records.forbidden", "Members not taken up because of their address"),

  /** Unknown senders that were not asked who they are, as there were too many. */
  STRANGERS_PUT_OFF(
      "strangers.put-off",
      "Unknown senders that were not asked who they are, as there were too many"),

  /** Times that another process of this member's name was asked whether it lives. */
  BOOTS_ASKED(
      "boots.asked", "Times that another process of this member's name was asked whether it lives"),

  /** Processes of this member's name that turned out to be dead. */
  BOOTS_OUTLIVED("boots.outlived", "Processes of this member's name that turned out to be dead"),

  /** User events taken up. */
  EVENTS("events", "User events taken up"),

  /** Queries taken up. */
  QUERIES("queries", "Queries taken up"),

  /** Queries not answered because the asker is unknown, or known elsewhere. */
  QUERIES_REFUSED(
      "queries.refused", "Queries not answered because the asker is unknown, or known elsewhere"),

  /** Questions to named members sent, over TCP. */
  QUESTIONS_SENT("questions.sent", "Questions to named members sent, over TCP"),

  /** Questions of named members received, over TCP. */
  QUESTIONS_RECEIVED("questions.received", "Questions of named members received, over TCP"),

  /** Turns of the protocol that ended with an exception; each one is a bug. */
  TURNS_FAILED(
      "turns.failed", "Turns of the protocol that ended with an exception; each one is a bug");

  private final String text;
  private final String help;

  Counter(String text, String help) {
    this.text = text;
    this.help = help;
  }

  /** Its name in the API and the metrics. */
  public String text() {
    return text;
  }

  /** What it counts, in one line. */
  public String help() {
    return help;
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Full exchange of state over TCP: at a join, with seeds and lost members, and whenever a ping
 * shows that a peer's state differs. For this, pings carry a digest of eight bytes: members that
 * agree exchange nothing, however large the cluster is; two that disagree while no gossip is under
 * way find out within a probe interval or two.
 */
final class AntiEntropy {
  /** Receives the results of exchanges. */
  interface Intake {
    /**
     * The peer's records, its own first.
     *
     * @param from the address that we had asked
     */
    void records(InetSocketAddress from, List<MemberRecord> members);

    /** A member knows exactly what we know. */
    void agreed();

    /** The peer refuses to let us join. */
    void refused(InetSocketAddress by, String reason);

    /** Encoded messages to send along with a question; may be empty. */
    byte[] beside();

    /** Messages that came along with the records; called before the records are taken. */
    void beside(List<Message> messages);
  }

  /** After a change, gossip gets this long to make peers agree before they are asked. */
  private static final long SETTLE_MILLIS = 600;

  /** Maximum size of an exchange, less than that of a frame. */
  private static final long MAX_BYTES = 4_000_000;

  private static final long MIN_GAP = 1000;
  private static final long MAX_GAP = 30_000;

  private final ProtocolContext core;
  private final Intake intake;
  private long nextDiffing;
  private long gap = MIN_GAP;
  private boolean comparing;
  private int underWay;

  AntiEntropy(ProtocolContext core, Intake intake) {
    this.core = core;
    this.intake = intake;
  }

  /** Compares a peer's digest with ours, and starts an exchange if they differ. */
  void compare(MemberEntry peer, long digest) {
    long now = core.now();
    if (digest == core.table().digest()) {
      intake.agreed();
      gap = MIN_GAP;
    } else if (!comparing
        && now >= nextDiffing
        && core.rumours().settled()
        && now - core.table().changedMillis() > SETTLE_MILLIS) {
      long version = core.table().version();
      nextDiffing = now + core.jittered(gap);
      core.counters().count(Counter.SYNCS_DIGEST);
      comparing = true;
      exchange(
          peer.endpoint().address(),
          false,
          answered -> {
            comparing = false;
            // An answer that never came does not show whether there is something to learn.
            if (core.table().version() != version) {
              gap = MIN_GAP;
            } else if (answered) {
              gap = Math.min(2 * gap, MAX_GAP);
            }
          });
    }
  }

  /** Exchanges state with the peer. */
  void exchange(InetSocketAddress to, boolean join, Consumer<Boolean> done) {
    underWay++;
    var question = Bytes.join(Codec.encode(new Message.Sync(join, records())), intake.beside());
    core.transport()
        .exchange(
            to,
            question,
            core.profile().syncLimit(),
            reply -> {
              underWay--;
              boolean answered = take(to, reply);
              core.counters().count(answered ? Counter.SYNCS : Counter.SYNCS_UNANSWERED);
              done.accept(answered);
            });
  }

  /** Whether an exchange is pending: the peer has not answered, but may already know of us. */
  boolean underWay() {
    return underWay > 0;
  }

  private boolean take(InetSocketAddress from, Transport.Reply reply) {
    if (reply instanceof Transport.Reply.Answer answer) {
      var messages = Codec.decode(answer.payload()).orElse(List.of());
      for (var message : messages) {
        if (message instanceof Message.SyncReply sync && !sync.members().isEmpty()) {
          intake.beside(messages);
          intake.records(from, sync.members());
          return true;
        } else if (message instanceof Message.Refused refused) {
          intake.refused(from, refused.reason());
        }
      }
    }
    return false;
  }

  /** The answer to a peer's exchange. */
  byte[] answer() {
    return Codec.encode(new Message.SyncReply(records()));
  }

  /** As many records as fit into a frame, present members first. */
  private List<MemberRecord> records() {
    var table = core.table();
    var records = new ArrayList<MemberRecord>(table.size());
    records.add(table.aged(table.self()));
    var room = new long[] {MAX_BYTES};
    for (boolean present : new boolean[] {true, false}) {
      table
          .others(p -> p.present() == present)
          .forEach(
              p -> {
                room[0] -= bound(p.record());
                if (room[0] > 0 && records.size() < Codec.MAX_MEMBERS) {
                  records.add(table.aged(p));
                }
              });
    }
    return records;
  }

  /**
   * An upper bound of a record's size in bytes; non-ASCII text is rare, but may take three bytes
   * per character.
   */
  private static long bound(MemberRecord record) {
    long texts = record.name().length();
    for (var tag : record.tags().entrySet()) {
      texts += 2 + tag.getKey().length() + tag.getValue().length();
    }
    return 64 + Math.min(3 * texts, MemberRecord.MAX_NAME_BYTES + MemberRecord.MAX_TAG_BYTES);
  }
}

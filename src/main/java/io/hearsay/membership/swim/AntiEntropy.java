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
 * Full exchange of what is known, over TCP: at a join, with seeds and lost members, and whenever a
 * ping shows that a peer knows something else. Pings carry a digest of eight bytes for that, so
 * that two members that agree exchange nothing, however many they are; two that disagree while no
 * rumour is on its way find out within a probe interval or two.
 */
final class AntiEntropy {
  /** What is done with an exchange's result. */
  interface Intake {
    /**
     * Records of the peer; the first is the peer itself.
     *
     * @param from the address that was asked
     */
    void records(InetSocketAddress from, List<MemberRecord> members);

    /** Somebody knows just what we know. */
    void agreed();

    /** The peer does not want us. */
    void refused(InetSocketAddress by, String reason);

    /** What goes beside the question, at most once. */
    byte[] beside();

    /** What came beside the records, which are taken after it. */
    void beside(List<Message> messages);
  }

  /** After a change, rumours get this long to make peers agree before they are asked. */
  private static final long SETTLE_MILLIS = 600;

  /** Less than a frame of TCP may have. */
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

  /** A peer told the digest of what it knows. */
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
            // An answer that never came says nothing of whether there is something to learn.
            if (core.table().version() != version) {
              gap = MIN_GAP;
            } else if (answered) {
              gap = Math.min(2 * gap, MAX_GAP);
            }
          });
    }
  }

  /** Asks for what the peer knows, and tells what is known here. */
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

  /** Whether somebody was asked who has not answered yet, but may have learned of us already. */
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

  /** The answer to a peer that asks. */
  byte[] answer() {
    return Codec.encode(new Message.SyncReply(records()));
  }

  /** As many as fit into a frame; those that take part come first. */
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

  /** Bytes that a record takes at most; texts beyond ASCII are rare, but may take three times. */
  private static long bound(MemberRecord record) {
    long texts = record.name().length();
    for (var tag : record.tags().entrySet()) {
      texts += 2 + tag.getKey().length() + tag.getValue().length();
    }
    return 64 + Math.min(3 * texts, MemberRecord.MAX_NAME_BYTES + MemberRecord.MAX_TAG_BYTES);
  }
}

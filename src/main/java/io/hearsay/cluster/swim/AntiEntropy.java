package io.hearsay.cluster.swim;

import io.hearsay.cluster.wire.Codec;
import io.hearsay.cluster.wire.MemberRecord;
import io.hearsay.cluster.wire.Message;
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
    /** Records of the peer; the first is the peer itself. */
    void records(List<MemberRecord> members);

    /** The peer does not want us. */
    void refused(InetSocketAddress by, String reason);
  }

  /** After a change, rumours get this long to make peers agree before they are asked. */
  private static final long SETTLE_MILLIS = 600;

  private static final long MIN_GAP = 1000;
  private static final long MAX_GAP = 30_000;

  private final Core core;
  private final Intake intake;
  private long nextDiffing;
  private long gap = MIN_GAP;
  private boolean busy;

  AntiEntropy(Core core, Intake intake) {
    this.core = core;
    this.intake = intake;
  }

  /** A peer told the digest of what it knows. */
  void compare(Peer peer, long digest) {
    long now = core.now();
    if (digest == core.table().digest()) {
      gap = MIN_GAP;
    } else if (!busy
        && now >= nextDiffing
        && core.rumours().settled()
        && now - core.table().changedMillis() > SETTLE_MILLIS) {
      long version = core.table().version();
      nextDiffing = now + core.jittered(gap);
      core.counters().count("syncs.digest");
      exchange(
          peer.endpoint().address(),
          false,
          done -> gap = core.table().version() == version ? Math.min(2 * gap, MAX_GAP) : MIN_GAP);
    }
  }

  /** Asks for what the peer knows, and tells what is known here. */
  void exchange(InetSocketAddress to, boolean join, Consumer<Boolean> done) {
    busy = true;
    core.counters().count("syncs");
    var question = Codec.encode(new Message.Sync(join, records()));
    core.transport()
        .exchange(
            to,
            question,
            core.profile().syncLimit(),
            reply -> {
              busy = false;
              done.accept(take(to, reply));
            });
  }

  private boolean take(InetSocketAddress from, Transport.Reply reply) {
    if (reply instanceof Transport.Reply.Answer answer) {
      for (var message : Codec.decode(answer.payload()).orElse(List.of())) {
        if (message instanceof Message.SyncReply sync && !sync.members().isEmpty()) {
          intake.records(sync.members());
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

  private List<MemberRecord> records() {
    var table = core.table();
    var records = new ArrayList<MemberRecord>();
    records.add(table.aged(table.self()));
    table.others(p -> true).stream()
        .limit(Codec.MAX_MEMBERS - 1)
        .forEach(p -> records.add(table.aged(p)));
    return records;
  }
}

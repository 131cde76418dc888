package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers full exchanges. A joining member is let in unless its name belongs to another process
 * that still answers: a process that restarts after a crash gets its name back, a second one with
 * the same name is refused.
 */
final class JoinGuard {
  private final ProtocolContext core;
  private final FailureDetector probes;
  private final AntiEntropy exchanges;
  private final Consumer<List<MemberRecord>> intake;
  private final Runnable turnedAway;

  JoinGuard(
      ProtocolContext core,
      FailureDetector probes,
      AntiEntropy exchanges,
      Consumer<List<MemberRecord>> intake,
      Runnable turnedAway) {
    this.core = core;
    this.probes = probes;
    this.exchanges = exchanges;
    this.intake = intake;
    this.turnedAway = turnedAway;
  }

  /** Checks the sender, and answers immediately or after a probe. */
  void admit(Message.Sync sync, Consumer<byte[]> reply) {
    var comer = sync.members().getFirst();
    var holder =
        core.table()
            .named(comer.name())
            .filter(p -> p.present() && !p.record().boot().equals(comer.boot()))
            .filter(p -> !p.record().address().equals(comer.address()));
    if (!sync.join() || holder.isEmpty()) {
      welcome(sync, reply);
    } else if (core.table().isSelf(holder.get())) {
      refuse(comer, holder.get(), reply);
    } else {
      var peer = holder.get();
      probes.probe(
          peer,
          FailureDetector.Cause.WIRE,
          lives -> {
            if (lives) {
              refuse(comer, peer, reply);
            } else {
              welcome(sync, reply);
            }
          });
    }
  }

  private void welcome(Message.Sync sync, Consumer<byte[]> reply) {
    // The answer is built before the records are taken, so that the sender learns of its own dead
    // boots.
    reply.accept(exchanges.answer());
    intake.accept(sync.members());
  }

  private void refuse(MemberRecord comer, MemberEntry holder, Consumer<byte[]> reply) {
    core.counters().count(Counter.JOINS_REFUSED);
    turnedAway.run();
    reply.accept(
        Codec.encode(
            new Message.Refused(
                "the name is taken: the member at "
                    + text(holder.record().address())
                    + " has it and is alive, this one is at "
                    + text(comer.address())
                    + "; give one of them another --name")));
  }

  static String text(InetSocketAddress address) {
    var ip = address.getAddress().getHostAddress();
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Asks a boot, over TCP and at its claimed address, whether it is alive: what others say about a
 * boot may be forged or outdated, but an address that answers for a nonce belongs to that process.
 * For claims whose consequences could not be undone.
 */
final class LifeCheck {
  /** Maximum number of concurrent checks. */
  private static final int MOST = 16;

  private static final int TRIES = 2;
  private static final long LIMIT = 700;

  private final ProtocolContext core;
  private final Map<Long, Consumer<Boolean>> asking = new HashMap<>();

  LifeCheck(ProtocolContext core) {
    this.core = core;
  }

  /**
   * Checks a boot, unless that boot is already being checked or too many are.
   *
   * @param verdict receives whether it is alive; early if its host refuses the connection
   */
  void ask(MemberRecord boot, Consumer<Boolean> verdict) {
    if (asking.size() < MOST && asking.putIfAbsent(boot.boot().nonce(), verdict) == null) {
      core.counters().count(Counter.BOOTS_ASKED);
      attempt(boot, TRIES);
    }
  }

  private void attempt(MemberRecord boot, int tries) {
    int number = 1 + core.random().nextInt(0xffff);
    core.transport()
        .exchange(
            boot.address(),
            Codec.encode(new Message.PingRequest(number, boot.endpoint())),
            Math.max(LIMIT, core.profile().probeDeadline()),
            reply -> {
              switch (reply) {
                case Transport.Reply.Answer answer -> done(boot, isAck(answer, number));
                case Transport.Reply.Refused refused -> done(boot, false);
                case Transport.Reply.Silence silence -> again(boot, tries);
                case Transport.Reply.Unreachable unreachable -> again(boot, tries);
              }
            });
  }

  private void again(MemberRecord boot, int tries) {
    if (tries > 1) {
      attempt(boot, tries - 1);
    } else {
      done(boot, false);
    }
  }

  private void done(MemberRecord boot, boolean lives) {
    asking.remove(boot.boot().nonce()).accept(lives);
  }

  private static boolean isAck(Transport.Reply.Answer answer, int number) {
    return Codec.decode(answer.payload()).orElse(List.of()).stream()
        .anyMatch(m -> m instanceof Message.Ack ack && ack.sequence() == number);
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Message;
import java.util.HashSet;
import java.util.Set;

/**
 * A graceful leave: it is announced to several members directly, repeatedly until enough of them
 * have acknowledged it, and spread by gossip. Only then are the connections closed, so that no
 * member mistakes the leave for a crash.
 */
final class LeaveProcedure {
  private static final int TOLD_DIRECTLY = 8;
  private static final int ENOUGH = 3;
  private static final long REPEAT_MILLIS = 60;

  private final ProtocolContext core;
  private final StateMerger membership;
  private final AntiEntropy exchanges;
  private final Runnable stop;
  private final Set<Long> acknowledged = new HashSet<>();
  private Runnable done;
  private Message.Leave word;
  private long deadline;

  LeaveProcedure(
      ProtocolContext core, StateMerger membership, AntiEntropy exchanges, Runnable stop) {
    this.core = core;
    this.membership = membership;
    this.exchanges = exchanges;
    this.stop = stop;
  }

  /** Whether it has begun; a leaving member no longer looks for others. */
  boolean begun() {
    return word != null;
  }

  /** Begins to leave; calls back when done, at the latest after the profile's limit. */
  void begin(Runnable whenDone) {
    if (word != null) {
      return;
    }
    done = whenDone;
    word = membership.own().leave();
    deadline = core.now() + core.profile().leaveLimit();
    repeat(0);
  }

  private void repeat(int round) {
    var missing = core.table().others(p -> p.present() && !acknowledged.contains(p.nonce()));
    // A member that was asked to let us join, and has not answered, may already have added us.
    boolean all = missing.isEmpty() && !exchanges.underWay();
    boolean enough = acknowledged.size() >= ENOUGH;
    // Even with enough acknowledgements two rounds of gossip are sent, to reach those that watch
    // us.
    if ((enough && round >= 2) || all || core.now() >= deadline) {
      stop.run();
      done.run();
      return;
    }
    core.timers().after(REPEAT_MILLIS, () -> repeat(round + 1));
    var bytes = Codec.encode(word);
    core.table()
        .sample(TOLD_DIRECTLY, core.random(), p -> !acknowledged.contains(p.nonce()))
        .forEach(p -> core.transport().send(p.endpoint(), bytes));
  }

  /** A member has acknowledged the leave. */
  void acknowledged(Endpoint by) {
    if (word != null && core.table().boot(by.nonce()).isPresent()) {
      acknowledged.add(by.nonce());
    }
  }
}

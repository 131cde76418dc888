package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * Spreads news: piggybacks it on every ping and answer, and sends rounds of its own while there is
 * any. The first rounds of a rumour follow each other quickly, since a rumour sent to f members per
 * round reaches N in about log<sub>f+1</sub>(N) rounds; the repetitions that make up for loss are
 * slower. While one member after another joins, as when a whole cluster starts, fast rounds would
 * introduce one each: of a hundred members that started together on two cores, each spent more time
 * on datagrams than on starting. They are rationed, and so are rounds that come sooner because of
 * something new. Members that were sent news in the last round are skipped, since in a small
 * cluster the few transmissions of a rumour could otherwise all miss the same member. Without news
 * there is no timer and no traffic. A few datagrams per round go to a recently failed member, so
 * that it can refute.
 */
final class Gossip {
  /** Members that failed longer ago than this are left to the {@link Reconnector}. */
  private static final long TELL_THE_FAILED_MILLIS = 60_000;

  /** About this many members remind it per round, however large the cluster is. */
  private static final int REMINDERS = 8;

  private static final int REMEMBERED_ROUNDS = 4;

  private final ProtocolContext core;
  private final ArrayDeque<MemberEntry> toldLately = new ArrayDeque<>();

  /** Rounds that are fast only to introduce new members. */
  private final RoundBudget introductions;

  /** Rounds that do not wait until older news is repeated. */
  private final RoundBudget interruptions;

  /** The next round, unless there is no news. */
  private Timers.Timer next;

  /** Whether the next round is one that repeats. */
  private boolean slow;

  Gossip(ProtocolContext core) {
    this.core = core;
    this.introductions = new RoundBudget(8, 1000, core.now());
    this.interruptions = new RoundBudget(8, 250, core.now());
  }

  /** There is news to send. */
  void news() {
    if (next == null) {
      schedule(1, false);
    } else if (slow && interrupts()) {
      next.cancel();
      schedule(1, false);
    }
  }

  private void schedule(long millis, boolean repeats) {
    slow = repeats;
    next = core.timers().after(millis, this::round);
  }

  /** Until the next of the rounds that repeat; introductions of many may wait. */
  private long pause() {
    return core.profile().gossipInterval() * (introductions.isSpent(core.now()) ? 2 : 1);
  }

  /** Whether the next round is to be fast, because some rumour has not been spread quickly yet. */
  private boolean hurries() {
    return changed() || introduces();
  }

  private boolean interrupts() {
    return changed() ? interruptions.take(core.now()) : introduces();
  }

  private boolean changed() {
    return core.rumours().anyChangeToldLessThan(quickly());
  }

  private boolean introduces() {
    return core.rumours().anyToldLessThan(quickly()) && introductions.take(core.now());
  }

  /** How often a rumour is sent before its rounds become slow. */
  private int quickly() {
    return 2 * core.profile().gossipFanout();
  }

  private void round() {
    next = null;
    if (core.rumours().isEmpty()) {
      return;
    }
    try {
      if (core.random().nextInt(Math.max(1, core.table().present())) < REMINDERS) {
        failedLately().ifPresent(this::remindOfFailure);
      }
      var targets = targets();
      if (targets.isEmpty()) {
        // There is no receiver. The news counts as sent, otherwise this would never end; a member
        // that joins later asks for the full state.
        core.rumours().take(core.transport().capacity(), core.table().present(), true);
      }
      for (var peer : targets) {
        tell(
            peer,
            core.rumours()
                .take(core.transport().capacity(), core.table().present(), peer.extensions()));
      }
    } finally {
      again();
    }
  }

  private void again() {
    if (!core.rumours().isEmpty()) {
      boolean fast = hurries();
      schedule(core.jittered(fast ? core.profile().fastInterval() : pause()), !fast);
    }
  }

  private List<MemberEntry> targets() {
    int fanout = core.profile().gossipFanout();
    int others = core.table().present() - 1;
    while (toldLately.size() > Math.min(others - fanout, REMEMBERED_ROUNDS * fanout)
        && !toldLately.isEmpty()) {
      toldLately.removeFirst();
    }
    var targets = core.table().sample(fanout, core.random(), peer -> !toldLately.contains(peer));
    toldLately.addAll(targets);
    return targets;
  }

  private Optional<MemberEntry> failedLately() {
    long now = core.now();
    var failed =
        core.table()
            .others(
                p -> p.state() == State.FAILED && now - p.sinceMillis() < TELL_THE_FAILED_MILLIS);
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(failed.get(core.random().nextInt(failed.size())));
  }

  /**
   * Reminds a failed member. Does not count as sent, since the members that pass the news on must
   * still receive it as often.
   */
  private void remindOfFailure(MemberEntry failed) {
    tell(failed, core.rumours().peek(core.transport().capacity(), failed.extensions()));
  }

  private void tell(MemberEntry peer, byte[] payload) {
    if (payload.length > 0) {
      core.transport().send(peer.endpoint(), payload);
    }
  }

  /**
   * Sends a message with as much news as fits; a suspect is first told that it is suspected
   * (Lifeguard's buddy system).
   */
  void send(MemberEntry peer, Message message) {
    var first = Codec.encode(message);
    if (peer.suspicion() != null) {
      var buddy =
          Codec.encode(
              new Message.Suspect(
                  peer.nonce(),
                  peer.record().incarnation(),
                  peer.suspicion().evidence(),
                  core.table().self().nonce()));
      first = Bytes.join(first, buddy);
    }
    var news =
        core.rumours()
            .take(
                core.transport().capacity() - first.length,
                core.table().present(),
                peer.extensions());
    core.transport().send(peer.endpoint(), Bytes.join(first, news));
  }
}

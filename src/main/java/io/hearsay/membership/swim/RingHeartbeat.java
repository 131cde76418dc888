package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Message;
import java.util.HashMap;
import java.util.Map;

/**
 * Each member tells the one before it on the ring, once an interval, that it lives. Who does not
 * hear that any more probes at once, and counts the silence from when the word was due. Random
 * probes alone find a silent member only after interval/(1−1/e) on average and much later at worst;
 * with this it is one interval at most, which leaves a stopped process its five seconds and yet has
 * it known in six. Half the price of a probe, since nobody answers, and the same in every cluster.
 *
 * <p>A heartbeat is an {@link Message.Ack} that nobody asked for, so members of older versions
 * understand it. Who is watched need not be agreed on: the first heartbeat starts the watch, a
 * missed one ends it. A false alarm, as when the ring has changed, costs one probe.
 */
final class RingHeartbeat {
  /** The number of an answer that nobody asked for; never that of a probe. */
  static final int UNASKED = 0;

  /** What follows from silence. */
  interface Alarm {
    /**
     * No word from this member.
     *
     * @param due when it should have come, on the protocol's clock
     */
    void missed(MemberEntry peer, long due);
  }

  private final ProtocolContext core;
  private final Gossip gossip;
  private final Alarm alarm;
  private final Runnable beside;
  private final Map<Long, Timers.Timer> watched = new HashMap<>();

  /**
   * Not started yet.
   *
   * @param beside runs with each heartbeat, so that what is due now and then needs no timer
   */
  RingHeartbeat(ProtocolContext core, Gossip gossip, Alarm alarm, Runnable beside) {
    this.core = core;
    this.gossip = gossip;
    this.alarm = alarm;
    this.beside = beside;
  }

  /** Begins to tell, at a random time within the first interval. */
  void start() {
    core.timers().after(1 + core.random().nextLong(interval()), this::beat);
  }

  private long interval() {
    return core.profile().heartbeatInterval();
  }

  private void beat() {
    core.timers().after(interval(), this::beat);
    core.table()
        .predecessor()
        .ifPresent(peer -> gossip.send(peer, new Message.Ack(UNASKED, core.table().digest())));
    beside.run();
  }

  /**
   * The member says that it lives. If that comes when it should and nothing else happens, the
   * trouble that the local member was in is over: one that was cut off would otherwise be slow to
   * judge for long after.
   */
  void heard(MemberEntry peer) {
    var before = watched.get(peer.nonce());
    if (before != null) {
      before.cancel();
      if (core.rumours().isEmpty()) {
        core.health().add(-1);
      }
    }
    long due = core.now() + interval();
    watch(peer.nonce(), due, due);
  }

  /**
   * Waits for the word.
   *
   * @param due when it should come
   * @param next when the one should come that is waited for: this one or a later
   */
  private void watch(long nonce, long due, long next) {
    long alarmAt = next + core.profile().heartbeatGrace() * core.health().multiplier();
    watched.put(
        nonce,
        core.timers()
            .after(Math.max(1, alarmAt - core.now()), () -> silent(nonce, due, next, alarmAt)));
  }

  private void silent(long nonce, long due, long next, long alarmAt) {
    watched.remove(nonce);
    long late = core.now() - alarmAt;
    if (late > StateMerger.PAUSE_MILLIS) {
      // We slept; the word may wait in our own socket.
      core.counters().count(Counter.PAUSES);
    } else if (next == due && (late > StateMerger.LATE_MILLIS || !core.rumours().isEmpty())) {
      // We are busy, or all are while news is told: a late word proves little, the next one more.
      // Else a moment's overload of a host would have all its members probe each other at once.
      watch(nonce, due, next + interval());
    } else {
      core.table()
          .boot(nonce)
          .filter(MemberEntry::present)
          .ifPresent(
              peer -> {
                core.counters().count(Counter.HEARTBEATS_MISSED);
                alarm.missed(peer, due);
              });
    }
  }
}

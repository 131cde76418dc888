package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Message;
import java.util.HashMap;
import java.util.Map;

/**
 * Each member sends a heartbeat to its predecessor on the ring once per interval. A predecessor
 * that misses one probes immediately, and counts the silence from when the heartbeat was due.
 * Random probes alone find a silent member after interval/(1−1/e) on average and much later at
 * worst; a heartbeat finds it within one interval, which allows a stopped process its five seconds
 * and still has its failure known in six. It costs half as much as a probe, since nobody answers,
 * whatever the size of the cluster.
 *
 * <p>A heartbeat is an unsolicited {@link Message.Ack}, so older versions understand it. Members
 * need not agree on who is watched: the first heartbeat starts the watch, a missed one ends it. A
 * false alarm, as after a change of the ring, costs one probe.
 */
final class RingHeartbeat {
  /** The sequence number of an unsolicited answer; no probe has it. */
  static final int UNASKED = 0;

  /** Is notified of silence. */
  interface Alarm {
    /**
     * A heartbeat of this member is missing.
     *
     * @param due when it should have arrived, on the protocol's clock
     */
    void missed(MemberEntry peer, long due);
  }

  private final ProtocolContext core;
  private final Gossip gossip;
  private final Alarm alarm;
  private final Runnable beside;
  private final Map<Long, Timers.Timer> watched = new HashMap<>();

  /**
   * Creates a heartbeat that is not started yet.
   *
   * @param beside runs with each heartbeat, so that periodic work needs no timer of its own
   */
  RingHeartbeat(ProtocolContext core, Gossip gossip, Alarm alarm, Runnable beside) {
    this.core = core;
    this.gossip = gossip;
    this.alarm = alarm;
    this.beside = beside;
  }

  /** Starts sending, at a random time within the first interval. */
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
   * A heartbeat has arrived. If it is on time and nothing else is going on, local health improves:
   * a member that was cut off would otherwise be slow to judge others for a long time.
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
   * Waits for a heartbeat.
   *
   * @param due when the next heartbeat should arrive; silence counts from then
   * @param next when the heartbeat that is waited for should arrive: that one or a later one
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
      // We were paused, so the heartbeat may be waiting in our own socket.
      core.counters().count(Counter.PAUSES);
    } else if (next == due && (late > StateMerger.LATE_MILLIS || !core.rumours().isEmpty())) {
      // We are busy, or everybody is while there is news: a late heartbeat proves little, the next
      // one more. Otherwise a moment of overload would make all members of a host probe each other.
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

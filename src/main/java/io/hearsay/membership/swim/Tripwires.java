package io.hearsay.membership.swim;

import io.hearsay.membership.wire.TripwireEnd;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connections that stay idle: each member holds one to each of its k successors on the ring. When a
 * process dies, its host closes them within a millisecond, which both its predecessors and its
 * successors notice. They take that not as proof but as a reason to probe immediately. A peer that
 * closes a tripwire on purpose sends a farewell first.
 *
 * <p>The cost is k connections per member, whatever the size of the cluster, and no traffic. A host
 * that is paused or cut off closes nothing; probes have to find that.
 */
final class Tripwires {
  /** Is notified of losses. */
  interface Alarm {
    /**
     * A tripwire to this member is broken, or could not be opened.
     *
     * @param how never {@link TripwireEnd#FAREWELL}
     */
    void lost(MemberEntry peer, TripwireEnd how);
  }

  /**
   * One that this side opened. Its end may be reported late, when it is closed and the next one
   * leads to the same member; that must not be taken for the end of the next one.
   */
  private static final class Own {
    private Transport.Wire connection;
  }

  private static final long RETRY_MIN = 500;
  private static final long RETRY_MAX = 15_000;

  private final ProtocolContext core;
  private final Alarm alarm;
  private final Map<Long, Own> wires = new HashMap<>();
  private final Map<Long, Long> retryDelay = new HashMap<>();
  private boolean stopped;

  Tripwires(ProtocolContext core, Alarm alarm) {
    this.core = core;
    this.alarm = alarm;
  }

  /** Opens and closes tripwires so that they lead to the current successors. */
  void rewire() {
    if (stopped) {
      return;
    }
    var wanted = successors();
    wires
        .entrySet()
        .removeIf(
            wire -> {
              boolean unwanted = !wanted.contains(wire.getKey());
              if (unwanted) {
                wire.getValue().connection.close();
              }
              return unwanted;
            });
    retryDelay.keySet().retainAll(wanted);
    for (long nonce : wanted) {
      if (!wires.containsKey(nonce) && !retryDelay.containsKey(nonce)) {
        open(nonce);
      }
    }
  }

  private void open(long nonce) {
    core.table().boot(nonce).ifPresent(this::open);
  }

  private void open(MemberEntry peer) {
    var own = new Own();
    wires.put(peer.nonce(), own);
    own.connection =
        core.transport().tripwire(peer.endpoint(), how -> ended(peer.nonce(), own, how));
  }

  private void ended(long nonce, Own own, TripwireEnd how) {
    if (stopped || !wires.remove(nonce, own)) {
      return;
    }
    // Retries with a growing delay, so as not to burden a peer that closes every tripwire.
    long delay = retryDelay.getOrDefault(nonce, RETRY_MIN);
    retryDelay.put(nonce, Math.min(2 * delay, RETRY_MAX));
    core.timers()
        .after(
            delay,
            () -> {
              if (!stopped && !wires.containsKey(nonce) && successors().contains(nonce)) {
                open(nonce);
              }
            });
    if (how != TripwireEnd.FAREWELL) {
      lost(nonce, how);
    }
  }

  /** A tripwire broke that either end had opened. */
  void lost(long nonce) {
    lost(nonce, TripwireEnd.BROKEN);
  }

  private void lost(long nonce, TripwireEnd how) {
    if (!stopped) {
      core.counters().count(Counter.TRIPWIRES_LOST);
      core.table()
          .boot(nonce)
          .filter(MemberEntry::present)
          .ifPresent(peer -> alarm.lost(peer, how));
    }
  }

  private Set<Long> successors() {
    var chosen = new LinkedHashSet<Long>();
    core.table().successors(core.profile().tripwires()).forEach(p -> chosen.add(p.nonce()));
    return chosen;
  }

  int open() {
    return wires.size();
  }

  /** Closes all tripwires with a farewell. */
  void stop() {
    stopped = true;
    wires.values().forEach(own -> own.connection.close());
    wires.clear();
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.TripwireEnd;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Connections that are never used: each member holds one to each of its k successors on a ring.
 * When a process dies, its host closes them within a millisecond, and both ends learn it: the
 * successors' watchers, and those whom the dead one watched. They do not believe it, they probe at
 * once. A peer that ends a wire in good order says farewell first.
 *
 * <p>The cost is k connections a member, whatever the size of the cluster, and no traffic. A host
 * that is paused or cut off closes nothing; that is the probes' to find.
 */
final class Tripwires {
  /** Who hears of a loss. */
  interface Alarm {
    /**
     * No wire leads there any more, or none could be opened.
     *
     * @param how not {@link TripwireEnd#FAREWELL}
     */
    void lost(MemberEntry peer, TripwireEnd how);
  }

  private static final long RETRY_MIN = 500;
  private static final long RETRY_MAX = 15_000;

  private final ProtocolContext core;
  private final Alarm alarm;
  private final Map<Long, Transport.Wire> wires = new HashMap<>();
  private final Map<Long, Long> retryDelay = new HashMap<>();
  private boolean stopped;

  Tripwires(ProtocolContext core, Alarm alarm) {
    this.core = core;
    this.alarm = alarm;
  }

  /** Opens and closes wires so that they lead to the present successors. */
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
                wire.getValue().close();
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
    core.table()
        .boot(nonce)
        .ifPresent(
            peer ->
                wires.put(
                    nonce,
                    core.transport().tripwire(peer.endpoint(), how -> ownEnded(nonce, how))));
  }

  private void ownEnded(long nonce, TripwireEnd how) {
    if (stopped || wires.remove(nonce) == null) {
      return;
    }
    // At first soon, then ever more slowly: a peer that closes each wire must not be worn out.
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

  /** A wire broke that this or the other end had opened. */
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

  /** Says farewell on all of them. */
  void stop() {
    stopped = true;
    wires.values().forEach(Transport.Wire::close);
    wires.clear();
  }
}

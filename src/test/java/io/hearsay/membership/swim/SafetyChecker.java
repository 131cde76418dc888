package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Checks a host after each of its turns, and everything that it sends and publishes; throws a
 * {@link Violation} at the first broken rule.
 */
final class SafetyChecker implements Onlooker {
  /** A timer may be late by a pause, in milliseconds; a suspicion that is older was forgotten. */
  private static final long LATE = StateMerger.PAUSE_MILLIS + 100;

  private static final long NOT = -1;
  private static final int TIMERS = 64;
  private static final int TIMERS_A_MEMBER = 24;

  private final FaultPlan plan;
  private final VirtualTime time;
  private final int tripwires;
  private final Map<SimHost, MemberHistory> histories = new IdentityHashMap<>();
  private final Map<SimHost, Set<String>> heard = new IdentityHashMap<>();

  /** The highest incarnation that each process had of itself, by nonce. */
  private final Map<Long, Long> highest = new HashMap<>();

  /** The last incarnation of each process that left of its own accord, by nonce. */
  private final Map<Long, Long> left = new HashMap<>();

  /** Names that two processes had at the same time, so that one of them must give way. */
  private final Set<String> shared = new HashSet<>();

  /** Suspicions that have run out, and since when that has been noticed. */
  private final Map<Suspicion, Long> overdue = new WeakHashMap<>();

  /** Whether there are no faults, so that no member may be suspected. */
  private boolean calm;

  /** The highest incarnation at which the host whose turn it is was said to be dead or suspect. */
  private long accused = NOT;

  private long turns;

  SafetyChecker(FaultPlan plan, SimNetwork net) {
    this.plan = plan;
    this.calm = plan.calm();
    this.time = net.time;
    this.tripwires = net.profile.tripwires();
  }

  /** A second process of this name was started. */
  void shared(String name) {
    shared.add(name);
  }

  /** An operator made a host forget a boot that it knew to have left. */
  void pruned(SimHost host, BootId boot) {
    histories.get(host).pruned(boot);
  }

  /** Faults begin. */
  void calmIsOver() {
    calm = false;
  }

  /** The number of turns checked. */
  long turns() {
    return turns;
  }

  @Override
  public void receives(SimHost host, byte[] payload) {
    var self = host.swim.self();
    for (var message : Codec.decode(payload).orElse(List.of())) {
      switch (message) {
        case Message.Suspect m when m.nonce() == self.boot().nonce() ->
            accused = Math.max(accused, m.incarnation());
        case Message.Failed m when m.nonce() == self.boot().nonce() ->
            accused = Math.max(accused, m.incarnation());
        default -> {}
      }
    }
  }

  private void refuted(SimHost host) {
    var self = host.swim.self();
    if (plan.honest() && self.state() == State.ALIVE && accused >= self.incarnation()) {
      throw new Violation("%s heard that it is suspected, and does not refute", host.name());
    }
    accused = NOT;
  }

  @Override
  public void turned(SimHost host) {
    turns++;
    refuted(host);
    ownWord(host);
    if (host.dead) {
      return;
    }
    var history = history(host);
    history.turned(calm);
    suspicionsRunOut(host);
    bounds(host);
  }

  private MemberHistory history(SimHost host) {
    return histories.computeIfAbsent(host, h -> new MemberHistory(h, time, plan, highest, left));
  }

  private void ownWord(SimHost host) {
    var self = host.swim.self();
    highest.merge(self.boot().nonce(), self.incarnation(), Math::max);
    if (self.state() == State.LEFT) {
      left.put(self.boot().nonce(), self.incarnation());
    } else if (self.state() != State.ALIVE) {
      throw new Violation("%s believes of itself that it is %s", host.name(), self.state());
    }
  }

  private void suspicionsRunOut(SimHost host) {
    if (time.now() - host.pausedOrResumed < LATE) {
      return;
    }
    long now = host.clock.millis(time);
    for (var peer : host.swim.table().all()) {
      var suspicion = peer.suspicion();
      if (suspicion == null || now <= suspicion.deadline()) {
        continue;
      }
      // Late evidence may move the deadline into the past.
      long over = now - overdue.computeIfAbsent(suspicion, s -> now);
      if (over > LATE) {
        throw new Violation(
            "%s still suspects %s %d ms after that ran out", host.name(), peer.name(), over);
      }
    }
  }

  private void bounds(SimHost host) {
    int known = host.swim.table().size();
    if (host.swim.rumours() > BroadcastQueue.MAX_USER_MESSAGES + (known + 8) * (known + 8)) {
      throw new Violation("%s tells %d rumours", host.name(), host.swim.rumours());
    }
    if (host.pending > TIMERS + TIMERS_A_MEMBER * known) {
      throw new Violation("%s has %d timers for %d members", host.name(), host.pending, known);
    }
    if (host.wiresOpened() > tripwires) {
      throw new Violation("%s holds %d tripwires", host.name(), host.wiresOpened());
    }
  }

  @Override
  public void acts(SimHost host) {
    silent(host);
  }

  private static void silent(SimHost host) {
    if (host.ended) {
      throw new Violation("%s has stopped, and still does something", host.name());
    }
  }

  @Override
  public void sends(SimHost host, byte[] payload, int capacity) {
    if (payload.length > capacity || payload.length == 0) {
      throw new Violation(
          "%s sends a datagram of %d bytes, %d are allowed", host.name(), payload.length, capacity);
    }
  }

  @Override
  public void told(SimHost host, Changes changes) {
    silent(host);
    history(host).published(changes);
  }

  @Override
  public void event(SimHost host, String payload) {
    once(host, "event " + payload);
  }

  @Override
  public void query(SimHost host, String payload) {
    once(host, "query " + payload);
  }

  private void once(SimHost host, String what) {
    silent(host);
    if (!heard.computeIfAbsent(host, h -> new HashSet<>()).add(what)) {
      throw new Violation("%s received %s twice", host.name(), what);
    }
  }

  @Override
  public void superseded(SimHost host) {
    if (!shared.contains(host.name())) {
      throw new Violation("%s gives way although no other process has its name", host.name());
    }
  }
}

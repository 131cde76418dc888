package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one host has believed of the others. Its table may only move forward, must be consistent
 * with itself, and must match what was published.
 */
final class MemberHistory {
  /** By then a process that was paused has seen what waited for it, in milliseconds. */
  private static final long AWAKE = 100;

  private final SimHost host;
  private final FaultPlan plan;
  private final Map<Long, Long> highest;
  private final Map<Long, Long> left;
  private final Map<String, MemberRecord> before = new HashMap<>();
  private final Map<String, MemberEntry> entries = new HashMap<>();
  private final Map<String, MemberRecord> published = new HashMap<>();

  /** The processes that this host knew to have left, by nonce. */
  private final Set<Long> knownToHaveLeft = new HashSet<>();

  private final Map<String, Suspicion> suspicions = new HashMap<>();
  private final VirtualTime time;
  private long version = -1;

  /**
   * The history of one process.
   *
   * @param highest the highest incarnation that each process had of itself, by nonce
   * @param left the incarnation with which a process left, by nonce
   */
  MemberHistory(
      SimHost host,
      VirtualTime time,
      FaultPlan plan,
      Map<Long, Long> highest,
      Map<Long, Long> left) {
    this.host = host;
    this.time = time;
    this.plan = plan;
    this.highest = highest;
    this.left = left;
  }

  /** The host published these changes. */
  void published(Changes changes) {
    changes.now().forEach(m -> published.put(m.member().name(), m.member()));
    changes.forgotten().forEach(published::remove);
  }

  /** The host was made to forget this boot. */
  void pruned(BootId boot) {
    knownToHaveLeft.remove(boot.nonce());
  }

  /**
   * Checks the table after a turn.
   *
   * @param calm whether there are no faults, so that no member may be suspected
   */
  void turned(boolean calm) {
    var table = host.swim.table();
    if (table.version() < version) {
      throw new Violation("the version of %s went back", host.name());
    }
    if (table.version() == version) {
      return;
    }
    version = table.version();
    TableCheck.check(host);
    for (var peer : table.all()) {
      var now = peer.record();
      var then = before.put(now.name(), now);
      boolean anew = entries.put(now.name(), peer) != peer;
      // What a liar claimed can be forgotten and learned again within a turn.
      if (then != null && then != now && (plan.honest() || !anew)) {
        forward(then, now, peer);
      }
      suspicions.compute(now.name(), (name, last) -> peer.suspicion());
      if (plan.honest()) {
        hasBeenSo(now);
      }
      if (calm && (now.state() == State.FAILED || now.state() == State.SUSPECT)) {
        throw new Violation("nothing is wrong, and %s says %s", host.name(), text(now));
      }
    }
    before.values().removeIf(this::isForgotten);
    suspicions.keySet().retainAll(before.keySet());
    entries.keySet().retainAll(before.keySet());
    publishedAll(table);
  }

  private void forward(MemberRecord then, MemberRecord now, MemberEntry peer) {
    int boots = now.boot().compareTo(then.boot());
    if (boots > 0) {
      return;
    }
    if (boots < 0 || now.incarnation() < then.incarnation()) {
      throw new Violation("%s went back from %s to %s", host.name(), text(then), text(now));
    }
    boolean withdrawn =
        then.state() == State.SUSPECT && now.state() == State.ALIVE && mayWithdraw(peer);
    if (now.incarnation() == then.incarnation()
        && now.state().compareTo(then.state()) < 0
        && !withdrawn) {
      throw new Violation("%s took back %s: %s", host.name(), text(then), text(now));
    }
  }

  /**
   * A suspicion may be withdrawn if the suspect was heard since, or if this host itself was paused.
   */
  private boolean mayWithdraw(MemberEntry peer) {
    return peer.heardMillis() > suspicions.get(peer.name()).silentSince()
        || time.now() - host.pausedOrResumed < AWAKE;
  }

  /** Nobody lies, so the member itself has said whatever is believed. */
  private void hasBeenSo(MemberRecord now) {
    Long most = highest.get(now.boot().nonce());
    if (most == null || now.incarnation() > most) {
      throw new Violation(
          "%s believes %s, which had at most incarnation %s of itself",
          host.name(), text(now), most);
    }
    Long last = left.get(now.boot().nonce());
    if (now.state() == State.LEFT && last != null && now.incarnation() >= last) {
      knownToHaveLeft.add(now.boot().nonce());
    } else if (now.state().present() && knownToHaveLeft.contains(now.boot().nonce())) {
      throw new Violation("%s believes in %s, which it knew to have left", host.name(), text(now));
    }
  }

  private boolean isForgotten(MemberRecord then) {
    var now = host.swim.table().named(then.name());
    if (now.isEmpty() && then.state().present() && plan.honest()) {
      throw new Violation("%s forgot %s, which is present", host.name(), text(then));
    }
    return now.isEmpty();
  }

  private void publishedAll(MemberTable table) {
    boolean same = published.size() == table.size();
    for (var peer : table.all()) {
      same &= peer.record().equals(published.get(peer.name()));
    }
    if (!same) {
      throw new Violation(
          "%s published %s, and knows %s", host.name(), published.keySet(), host.view());
    }
  }

  private static String text(MemberRecord record) {
    return record.name()
        + " "
        + record.state()
        + " of boot "
        + record.boot()
        + ", incarnation "
        + record.incarnation();
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * All known members: one entry per name, indexed by name and by the nonce of the boot. Maintains
 * the digest and a version that grows with each change. The rules are in {@link StateMerger}.
 */
final class MemberTable {
  private static final int SMALL = 8;

  private final Timers timers;
  private final SortedMap<String, MemberEntry> byName = new TreeMap<>();
  private final HashMap<Long, MemberEntry> byNonce = new HashMap<>();

  /** The present members by nonce: nonces are random, so this is a ring in random order. */
  private final TreeMap<Long, MemberEntry> ring = new TreeMap<>();

  /**
   * The present members except the local one, unordered; each knows its index, so that a random one
   * is picked in constant time.
   */
  private final ArrayList<MemberEntry> drawn = new ArrayList<>();

  /** Members that are not present, the one gone longest first. */
  private final SequencedSet<MemberEntry> gone = new LinkedHashSet<>();

  /** How many present members there are per address. */
  private final HashMap<InetAddress, Integer> hosts = new HashMap<>();

  /** Names of members that have changed since {@link #changes}. */
  private final Set<String> touched = new LinkedHashSet<>();

  private final MemberEntry self;
  private TableLimits limits = TableLimits.ofHeap(Runtime.getRuntime().maxMemory());
  private long cost;
  private int suspects;
  private long digest;
  private long version;
  private long changedMillis;

  MemberTable(MemberRecord self, Timers timers) {
    this.timers = timers;
    this.self = add(self);
  }

  MemberEntry self() {
    return self;
  }

  /** Sets the limits of the table. */
  void limit(TableLimits newLimits) {
    limits = newLimits;
  }

  int size() {
    return byName.size();
  }

  /** Whether an unknown member can be added; see {@link #oldestGone}. */
  boolean hasRoom(MemberRecord stranger) {
    return size() < limits.members() && cost + TableLimits.cost(stranger) <= limits.bytes();
  }

  /** Whether there is room to replace the record of a known member. */
  boolean hasRoom(MemberEntry peer, MemberRecord newer) {
    long more = TableLimits.cost(newer) - TableLimits.cost(peer.record());
    return more <= 0 || cost + more <= limits.bytes() + limits.bytes() / 8;
  }

  /** The member to forget first if a present one needs room. */
  Optional<MemberEntry> oldestGone() {
    return gone.isEmpty() ? Optional.empty() : Optional.of(gone.getFirst());
  }

  /** Number of suspects. */
  int suspects() {
    return suspects;
  }

  /** Whether a present member is at that address. */
  boolean isHost(InetAddress address) {
    return hosts.containsKey(address);
  }

  /** What has changed since the last call. */
  Changes changes() {
    var now = new ArrayList<MemberSnapshot>(touched.size());
    var forgotten = new ArrayList<String>();
    for (var name : touched) {
      var peer = byName.get(name);
      if (peer != null) {
        now.add(peer.snapshot());
      } else {
        forgotten.add(name);
      }
    }
    touched.clear();
    return new Changes(now, forgotten);
  }

  /** Adds a measured round trip to a member, in milliseconds; that alone is not a change. */
  void roundTrip(MemberEntry peer, double millis) {
    peer.roundTrip(millis);
    if (byName.get(peer.name()) == peer) {
      touched.add(peer.name());
    }
  }

  boolean isSelf(MemberEntry peer) {
    return peer == self;
  }

  Optional<MemberEntry> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<MemberEntry> boot(long nonce) {
    return Optional.ofNullable(byNonce.get(nonce));
  }

  /** All entries, sorted by name. */
  Collection<MemberEntry> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** The other members that match. */
  List<MemberEntry> others(Predicate<MemberEntry> filter) {
    return byName.values().stream().filter(p -> p != self && filter.test(p)).toList();
  }

  /** Number of present members, including the local one. */
  int present() {
    return ring.size();
  }

  /**
   * Picks this many distinct random members among the others that are present and match, or all of
   * them if there are fewer. The cost grows as fewer members match, but is independent of the size
   * of the cluster where most do.
   */
  List<MemberEntry> sample(int count, RandomGenerator random, Predicate<MemberEntry> filter) {
    if (drawn.size() <= SMALL * count) {
      var all = new ArrayList<>(drawn.stream().filter(filter).toList());
      Collections.shuffle(all, Random.from(random));
      return all.size() <= count ? all : new ArrayList<>(all.subList(0, count));
    }
    var chosen = new LinkedHashSet<MemberEntry>();
    for (int draw = 0; draw < SMALL * count && chosen.size() < count; draw++) {
      var peer = drawn.get(random.nextInt(drawn.size()));
      if (filter.test(peer)) {
        chosen.add(peer);
      }
    }
    return new ArrayList<>(chosen);
  }

  /** The present members that follow the local one on the ring. */
  List<MemberEntry> successors(int count) {
    var chosen = new ArrayList<MemberEntry>(count);
    for (var part : List.of(ring.tailMap(self.nonce(), false), ring.headMap(self.nonce(), false))) {
      for (var peer : part.values()) {
        if (chosen.size() == count) {
          return chosen;
        }
        chosen.add(peer);
      }
    }
    return chosen;
  }

  /** The present member before the local one on the ring; empty if it is alone. */
  Optional<MemberEntry> predecessor() {
    var before = ring.lowerEntry(self.nonce());
    return Optional.ofNullable(before != null ? before : ring.lastEntry())
        .map(Map.Entry::getValue)
        .filter(peer -> peer != self);
  }

  /** The exclusive or of the fingerprints of all present members. */
  long digest() {
    return digest;
  }

  long version() {
    return version;
  }

  /** When anything last changed, on the protocol's clock. */
  long changedMillis() {
    return changedMillis;
  }

  MemberEntry add(MemberRecord record) {
    long age = record.ageSeconds() * 1000L;
    var peer = new MemberEntry(record, timers.millis() - age, timers.wallClock().minusMillis(age));
    byName.put(record.name(), peer);
    byNonce.put(record.boot().nonce(), peer);
    count(peer, 1);
    changed(peer);
    return peer;
  }

  /** Replaces the record of a member by one of the same boot or of a newer one. */
  void update(MemberEntry peer, MemberRecord record) {
    count(peer, -1);
    byNonce.remove(peer.nonce());
    peer.update(record, timers.millis(), timers.wallClock());
    byNonce.put(peer.nonce(), peer);
    count(peer, 1);
    changed(peer);
  }

  void forget(MemberEntry peer) {
    peer.clearSuspicion();
    count(peer, -1);
    if (peer.present()) {
      // Code that still holds the entry, such as a probe, must see that it is not present.
      var record = peer.record();
      peer.update(
          record.with(State.FAILED, record.incarnation(), 0), timers.millis(), timers.wallClock());
    }
    byName.remove(peer.name());
    byNonce.remove(peer.nonce());
    changed(peer);
  }

  /** The record to send, with the age of its state. */
  MemberRecord aged(MemberEntry peer) {
    long seconds = Math.clamp((timers.millis() - peer.sinceMillis()) / 1000, 0, 0xffff);
    var record = peer.record();
    return record.with(record.state(), record.incarnation(), (int) seconds);
  }

  private void count(MemberEntry peer, int sign) {
    cost += sign * TableLimits.cost(peer.record());
    if (peer.state() == State.SUSPECT) {
      suspects += sign;
    }
    if (!peer.present()) {
      if (sign > 0) {
        gone.add(peer);
      } else {
        gone.remove(peer);
      }
    } else {
      digest ^= peer.record().fingerprint();
      hosts.merge(peer.record().address().getAddress(), sign, (a, b) -> a + b == 0 ? null : a + b);
      if (sign > 0) {
        ring.put(peer.nonce(), peer);
      } else {
        ring.remove(peer.nonce());
      }
      if (self != null && peer != self) {
        draw(peer, sign > 0);
      }
    }
  }

  private void draw(MemberEntry peer, boolean in) {
    if (in) {
      peer.place(drawn.size());
      drawn.add(peer);
    } else {
      var last = drawn.removeLast();
      if (last != peer) {
        drawn.set(peer.place(), last);
        last.place(peer.place());
      }
    }
  }

  private void changed(MemberEntry peer) {
    touched.add(peer.name());
    version++;
    changedMillis = timers.millis();
  }
}

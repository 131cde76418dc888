package io.hearsay.cluster.swim;

import io.hearsay.cluster.wire.MemberRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who is known: by name, one entry each, and by the nonce of its boot. Keeps the digest of what is
 * known and a version that grows with each change. Holds no rules; those are {@link Membership}'s.
 */
final class MemberTable {
  private final Timers timers;
  private final SortedMap<String, Peer> byName = new TreeMap<>();
  private final HashMap<Long, Peer> byNonce = new HashMap<>();
  private final Peer self;
  private int present;
  private long digest;
  private long version;
  private long changedMillis;

  MemberTable(MemberRecord self, Timers timers) {
    this.timers = timers;
    this.self = add(self);
  }

  Peer self() {
    return self;
  }

  boolean isSelf(Peer peer) {
    return peer == self;
  }

  Optional<Peer> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Peer> boot(long nonce) {
    return Optional.ofNullable(byNonce.get(nonce));
  }

  /** All entries, sorted by name. */
  Collection<Peer> all() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** Those of the others that fit. */
  List<Peer> others(Predicate<Peer> filter) {
    return byName.values().stream().filter(p -> p != self && filter.test(p)).toList();
  }

  /** How many take part, the local member included. */
  int present() {
    return present;
  }

  /** The exclusive or of the fingerprints of all that take part. */
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

  Peer add(MemberRecord record) {
    long age = record.ageSeconds() * 1000L;
    var peer = new Peer(record, timers.millis() - age, timers.wallClock().minusMillis(age));
    byName.put(record.name(), peer);
    byNonce.put(record.boot().nonce(), peer);
    count(record, 1);
    changed();
    return peer;
  }

  /** Replaces what is known of a member, be it of the same boot or of a newer one. */
  void update(Peer peer, MemberRecord record) {
    count(peer.record(), -1);
    byNonce.remove(peer.nonce());
    peer.update(record, timers.millis(), timers.wallClock());
    byNonce.put(peer.nonce(), peer);
    count(record, 1);
    changed();
  }

  void forget(Peer peer) {
    peer.clearSuspicion();
    count(peer.record(), -1);
    byName.remove(peer.name());
    byNonce.remove(peer.nonce());
    changed();
  }

  /** The record as it travels, with the age of its state. */
  MemberRecord aged(Peer peer) {
    long seconds = Math.clamp((timers.millis() - peer.sinceMillis()) / 1000, 0, 0xffff);
    var record = peer.record();
    return record.with(record.state(), record.incarnation(), (int) seconds);
  }

  private void count(MemberRecord record, int sign) {
    if (record.state().present()) {
      present += sign;
      digest ^= record.fingerprint();
    }
  }

  private void changed() {
    version++;
    changedMillis = timers.millis();
  }
}

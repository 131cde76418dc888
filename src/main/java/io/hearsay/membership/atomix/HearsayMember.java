package io.hearsay.membership.atomix;

import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.hearsay.membership.swim.MemberSnapshot;
import io.hearsay.membership.wire.State;
import java.util.Properties;

/**
 * A member in Atomix' model: active while it is present, reachable while it is not suspected; one
 * that failed or left stays as inactive until it is forgotten. Immutable: a change makes a new
 * object, and a member that has not changed stays the same object.
 */
final class HearsayMember extends Member {
  /** Atomix' properties are mutable, so those of a member are created on request. */
  private static final Properties NONE = new Properties();

  private final MemberSnapshot snapshot;
  private final io.hearsay.membership.Member shown;

  private HearsayMember(MemberSnapshot snapshot) {
    super(
        MemberId.from(snapshot.member().name()),
        Addresses.of(snapshot.member().address()),
        null,
        null,
        null,
        NONE);
    this.snapshot = snapshot;
    this.shown = MemberMapper.member(snapshot);
  }

  static HearsayMember of(MemberSnapshot snapshot) {
    return new HearsayMember(snapshot);
  }

  /** The member as the rest of Hearsay sees it. */
  io.hearsay.membership.Member shown() {
    return shown;
  }

  boolean isSameProcess(HearsayMember other) {
    return snapshot.member().boot().isSameProcess(other.snapshot.member().boot());
  }

  /** Whether this is the member's known boot. */
  boolean isBoot(long nonce) {
    return snapshot.member().boot().nonce() == nonce;
  }

  /** Whether nothing differs except, perhaps, the measured round trip. */
  boolean saysTheSame(HearsayMember other) {
    return snapshot.member().equals(other.snapshot.member())
        && snapshot.since().equals(other.snapshot.since());
  }

  @Override
  public boolean isActive() {
    return snapshot.member().state().present();
  }

  @Override
  public boolean isReachable() {
    return snapshot.member().state() == State.ALIVE;
  }

  /** A copy of its tags. */
  @Override
  public Properties properties() {
    var copy = new Properties();
    copy.putAll(snapshot.member().tags());
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HearsayMember member && snapshot.equals(member.snapshot);
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  /** Leaves the tags out: they come from another host and do not belong in a log. */
  @Override
  public String toString() {
    return id().id() + " " + snapshot.member().state();
  }
}

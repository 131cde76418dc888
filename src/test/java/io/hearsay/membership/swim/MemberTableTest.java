package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemberTableTest {
  private final RulesBench bench = new RulesBench();
  private final MemberTable table = bench.core.table();
  private final Random random = new Random(1);

  private static MemberRecord member(int number, State state) {
    return RulesBench.record(
        "m" + number, new BootId(RulesBench.EPOCH, 100 + number), number, 0, state);
  }

  private void change(MemberEntry peer, State state) {
    table.update(peer, peer.record().with(state, peer.record().incarnation(), 0));
  }

  @Test
  void theDigestCoversPresentMembers() {
    long alone = table.digest();
    assertThat(alone).isEqualTo(table.self().record().fingerprint());
    var one = table.add(member(2, State.ALIVE));
    assertThat(table.digest()).isEqualTo(alone ^ one.record().fingerprint());
    change(one, State.SUSPECT);
    assertThat(table.digest()).isEqualTo(alone ^ one.record().fingerprint());
    change(one, State.FAILED);
    assertThat(table.digest()).isEqualTo(alone);
    table.add(member(3, State.LEFT));
    assertThat(table.digest()).isEqualTo(alone);
  }

  @Test
  void goneMembersAreSortedLongestGoneFirst() {
    assertThat(table.oldestGone()).isEmpty();
    var first = table.add(member(2, State.FAILED));
    var second = table.add(member(3, State.LEFT));
    assertThat(table.oldestGone()).hasValue(first);
    change(first, State.ALIVE);
    assertThat(table.oldestGone()).hasValue(second);
    table.forget(second);
    assertThat(table.oldestGone()).isEmpty();
  }

  @Test
  void suspectsAreCounted() {
    var one = table.add(member(2, State.ALIVE));
    assertThat(table.suspects()).isZero();
    change(one, State.SUSPECT);
    assertThat(table.suspects()).isEqualTo(1);
    change(one, State.ALIVE);
    assertThat(table.suspects()).isZero();
  }

  @Test
  void aHostIsKnownWhileAMemberIsPresentThere() {
    var ip = SimHost.address(2).getAddress();
    assertThat(table.isHost(ip)).isFalse();
    var one = table.add(member(2, State.ALIVE));
    var two =
        table.add(RulesBench.record("twin", new BootId(RulesBench.EPOCH, 7), 2, 0, State.ALIVE));
    change(one, State.FAILED);
    assertThat(table.isHost(ip)).isTrue();
    change(two, State.LEFT);
    assertThat(table.isHost(ip)).isFalse();
  }

  @Test
  void theRingWrapsAround() {
    for (int i = 2; i <= 5; i++) {
      table.add(member(i, State.ALIVE));
    }
    table.add(RulesBench.record("low", new BootId(RulesBench.EPOCH, -7), 9, 0, State.ALIVE));
    assertThat(names(table.successors(3))).containsExactly("m2", "m3", "m4");
    assertThat(names(table.successors(9))).containsExactly("m2", "m3", "m4", "m5", "low");
    assertThat(table.predecessor().map(MemberEntry::name)).hasValue("low");
    table.forget(table.named("low").orElseThrow());
    assertThat(table.predecessor().map(MemberEntry::name)).hasValue("m5");
    assertThat(table.present()).isEqualTo(5);
  }

  @Test
  void aSingleMemberHasNoPredecessor() {
    assertThat(table.predecessor()).isEmpty();
    assertThat(table.successors(3)).isEmpty();
  }

  private static List<String> names(List<MemberEntry> peers) {
    return peers.stream().map(MemberEntry::name).toList();
  }

  @Test
  void aSampleHasDistinctMatchingMembers() {
    for (int i = 2; i <= 9; i++) {
      table.add(member(i, State.ALIVE));
    }
    assertThat(names(table.sample(20, random, p -> true)))
        .containsExactlyInAnyOrder("m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    assertThat(table.sample(3, random, p -> true)).hasSize(3).doesNotHaveDuplicates();
    assertThat(names(table.sample(3, random, p -> p.name().equals("m4")))).containsExactly("m4");
    var seen = new HashSet<String>();
    for (int i = 0; i < 200; i++) {
      seen.addAll(names(table.sample(1, random, p -> true)));
    }
    assertThat(seen).hasSize(8);
  }

  @Test
  void aLargeSampleHasDistinctMatchingMembers() {
    for (int i = 2; i <= 100; i++) {
      table.add(member(i, State.ALIVE));
    }
    for (int i = 2; i <= 100; i += 3) {
      table.forget(table.named("m" + i).orElseThrow());
    }
    for (int i = 0; i < 50; i++) {
      var sample = table.sample(3, random, p -> p.record().boot().nonce() % 2 == 0);
      assertThat(sample).hasSize(3).doesNotHaveDuplicates();
      assertThat(sample).allMatch(p -> p.present() && p.nonce() % 2 == 0);
    }
    assertThat(table.sample(3, random, p -> false)).isEmpty();
  }

  @Test
  void aChangeIsPublishedOnce() {
    assertThat(table.changes().now()).hasSize(1);
    assertThat(table.changes().now()).isEmpty();
    long version = table.version();
    bench.time.run(7);
    var one = table.add(member(2, State.ALIVE));
    change(one, State.SUSPECT);
    assertThat(table.version()).isEqualTo(version + 2);
    assertThat(table.changedMillis()).isEqualTo(7);
    var changes = table.changes();
    assertThat(changes.now()).extracting(m -> m.member().state()).containsExactly(State.SUSPECT);
    assertThat(changes.forgotten()).isEmpty();
    table.forget(one);
    assertThat(table.changes().forgotten()).containsExactly("m2");
  }

  @Test
  void aRoundTripIsPublishedButIsNoChange() {
    var one = table.add(member(2, State.ALIVE));
    table.changes();
    long version = table.version();
    table.roundTrip(one, 8);
    table.roundTrip(one, 16);
    assertThat(one.rttMillis()).isEqualTo(9);
    assertThat(table.version()).isEqualTo(version);
    assertThat(table.changes().now().getFirst().rttMillis()).hasValue(9);
    table.forget(one);
    table.changes();
    table.roundTrip(one, 16);
    assertThat(table.changes().forgotten()).isEmpty();
  }

  @Test
  void anEntryForgottenWhilePresentIsNoLongerPresentForItsHolders() {
    var one = table.add(member(2, State.ALIVE));
    one.suspect(new Suspicion(Profile.container(), 0, 0, 0, 1, Evidence.GONE, 1));
    table.forget(one);
    assertThat(one.present()).isFalse();
    assertThat(one.suspicion()).isNull();
    assertThat(table.boot(one.nonce())).isEmpty();
    assertThat(table.named("m2")).isEmpty();
    var left = table.add(member(3, State.LEFT));
    table.forget(left);
    assertThat(left.state()).isEqualTo(State.LEFT);
  }

  @Test
  void aNewBootTakesOverTheEntryOfItsName() {
    var one = table.add(member(2, State.ALIVE));
    bench.time.run(5000);
    table.update(one, one.record().reborn(new BootId(RulesBench.EPOCH + 1, 9), 0));
    assertThat(table.boot(9)).hasValue(one);
    assertThat(table.boot(102)).isEmpty();
    assertThat(one.sinceMillis()).isEqualTo(5000);
    assertThat(one.since().toEpochMilli()).isEqualTo(RulesBench.EPOCH + 5000);
    bench.time.run(1000);
    change(one, State.ALIVE);
    assertThat(one.sinceMillis()).isEqualTo(5000);
    change(one, State.SUSPECT);
    assertThat(one.sinceMillis()).isEqualTo(6000);
  }

  @Test
  void agesTravelAndArriveInSeconds() {
    bench.time.run(100_000);
    var one = table.add(member(2, State.FAILED).with(State.FAILED, 0, 90));
    assertThat(one.sinceMillis()).isEqualTo(10_000);
    assertThat(one.since().toEpochMilli()).isEqualTo(RulesBench.EPOCH + 10_000);
    bench.time.run(1999);
    assertThat(table.aged(one).ageSeconds()).isEqualTo(91);
    bench.time.run(100_000_000);
    assertThat(table.aged(one).ageSeconds()).isEqualTo(65_535);
  }

  @Test
  void theTableIsBoundedInMembersAndInBytes() {
    long one = TableLimits.cost(member(2, State.ALIVE));
    long self = TableLimits.cost(table.self().record());
    table.limit(new TableLimits(2, Long.MAX_VALUE));
    assertThat(table.hasRoom(member(2, State.ALIVE))).isTrue();
    table.limit(new TableLimits(1, Long.MAX_VALUE));
    assertThat(table.hasRoom(member(2, State.ALIVE))).isFalse();
    table.limit(new TableLimits(9, self + one));
    assertThat(table.hasRoom(member(2, State.ALIVE))).isTrue();
    table.limit(new TableLimits(9, self + one - 1));
    assertThat(table.hasRoom(member(2, State.ALIVE))).isFalse();

    var peer = table.add(member(2, State.ALIVE));
    var longer = peer.record().says(0, new TreeMap<>(Map.of("a", "b")), 1);
    long more = TableLimits.cost(longer) - one;
    // An eighth more than that.
    table.limit(new TableLimits(9, (self + one + more) / 9 * 8 + 8));
    assertThat(table.hasRoom(peer, longer)).isTrue();
    table.limit(new TableLimits(9, (self + one + more) / 9 * 8 - 16));
    assertThat(table.hasRoom(peer, longer)).isFalse();
    assertThat(table.hasRoom(peer, peer.record())).isTrue();
    table.limit(new TableLimits(9, self + one));
    table.forget(peer);
    assertThat(table.hasRoom(member(2, State.ALIVE))).isTrue();
  }

  @Test
  void aMemberCostsItsEntryItsTextsAndItsTags() {
    var plain = member(2, State.ALIVE);
    assertThat(TableLimits.cost(plain)).isEqualTo(2400 + 3 * 2);
    var tagged = plain.says(0, new TreeMap<>(Map.of("ab", "cde")), 0);
    assertThat(TableLimits.cost(tagged) - TableLimits.cost(plain)).isEqualTo(260 + 3 * 5);
    assertThat(TableLimits.ofHeap(4000)).isEqualTo(new TableLimits(20_000, 1000));
  }

  @Test
  void othersAreAllMatchingMembersExceptTheLocalOne() {
    table.add(member(2, State.ALIVE));
    table.add(member(3, State.FAILED));
    assertThat(names(table.others(p -> true))).containsExactly("m2", "m3");
    assertThat(names(table.others(MemberEntry::present))).containsExactly("m2");
    assertThat(table.isSelf(table.self())).isTrue();
    assertThat(table.isSelf(table.named("m2").orElseThrow())).isFalse();
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void theTimerOfASuspicionIsReplacedAndCancelled() {
    var one = table.add(member(2, State.ALIVE));
    var ran = new int[2];
    one.suspicionTimer(bench.core.timers().after(10, () -> ran[0]++));
    one.suspicionTimer(bench.core.timers().after(10, () -> ran[1]++));
    bench.time.run(20);
    assertThat(ran).containsExactly(0, 1);
    one.suspicionTimer(bench.core.timers().after(10, () -> ran[0]++));
    one.clearSuspicion();
    bench.time.run(20);
    assertThat(ran).containsExactly(0, 1);
  }
}

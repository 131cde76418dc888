package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.swim.StateMerger.Source;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a table of claims cannot express: time, proof, room, and which member is asked. */
class StateMergerRulesTest {
  private static final Profile PROFILE = Profile.container();

  private final RulesBench bench = new RulesBench();

  private Message.Suspect suspicion(Evidence evidence, long accuser) {
    return new Message.Suspect(RulesBench.PEER, 5, evidence, accuser);
  }

  private void others(int count) {
    for (int i = 0; i < count; i++) {
      bench.know(
          RulesBench.record(
              "other" + i, new BootId(RulesBench.EPOCH, 100 + i), 20 + i, 0, State.ALIVE));
    }
  }

  @Test
  void aSuspectReportedGoneFailsAfterTheShortestTime() {
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.merger.suspect(suspicion(Evidence.GONE, 8));
    bench.time.run(PROFILE.goneTimeout() - 1);
    assertThat(bench.knows("peer")).isEqualTo("SUSPECT 5");
    bench.time.run(1);
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
    assertThat(bench.tells()).isEqualTo("failed 5 by 1");
    assertThat(bench.counters.of(Counter.FAILURES)).isEqualTo(1);
    assertThat(bench.counters.of(Counter.SUSPICIONS)).isEqualTo(1);
  }

  @Test
  void eachAccuserShortensTheTimeOfASuspect() {
    others(4);
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.merger.suspect(suspicion(Evidence.UNREACHABLE, 8));
    bench.time.run(PROFILE.unreachableMin() + 1);
    assertThat(bench.knows("peer")).isEqualTo("SUSPECT 5");
    bench.forgetWhatWasSaid();

    for (long accuser = 9; accuser < 12; accuser++) {
      bench.merger.suspect(suspicion(Evidence.UNREACHABLE, accuser));
    }

    assertThat(bench.tells()).contains("suspect 5 by 9", "suspect 5 by 10", "suspect 5 by 11");
    assertThat(bench.asked).contains("news");
    bench.time.run(5);
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
  }

  @Test
  void poorLocalHealthLengthensOurOwnSuspicions() {
    var peer = bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.core.health().add(1);
    bench.merger.suspect(peer, Evidence.GONE, 0);
    bench.time.run(2 * PROFILE.goneTimeout() - 1);
    assertThat(bench.knows("peer")).isEqualTo("SUSPECT 5");
    bench.time.run(1);
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
  }

  @Test
  void poorLocalHealthDoesNotLengthenSuspicionsOfOthers() {
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.core.health().add(1);
    bench.merger.suspect(suspicion(Evidence.GONE, 8));
    bench.time.run(PROFILE.goneTimeout());
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
  }

  @Test
  void aSuspectIsRemindedUntilItsDeadline() {
    var peer = bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.merger.suspect(peer, Evidence.UNREACHABLE, 0);
    assertThat(bench.asked).containsExactly("news");
    bench.time.run(PROFILE.probeTimeout());
    assertThat(bench.asked).contains("remind peer");
    bench.time.run(60_000);
    bench.asked.clear();
    bench.time.run(60_000);
    assertThat(bench.asked).isEmpty();
  }

  @Test
  void aMemberThatIsNotPresentIsNotSuspected() {
    var peer = bench.know(RulesBench.peer(State.FAILED, 5));
    bench.merger.suspect(peer, Evidence.UNREACHABLE, 0);
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
  }

  @Test
  void aSuspectHeardMeanwhileIsClearedAndProbed() {
    var peer = bench.know(RulesBench.peer(State.SUSPECT, 5));
    bench.time.run(10);
    peer.heard(bench.core.now());
    bench.time.run(PROFILE.unreachableMax());
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
    assertThat(bench.asked).contains("verify peer");
    assertThat(bench.counters.of(Counter.SUSPICIONS_WITHDRAWN)).isEqualTo(1);
    assertThat(peer.suspicion()).isNull();
  }

  @Test
  void aPauseOfOurOwnClearsASuspect() {
    // The timer runs late, by more than a pause.
    var peer = bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.late = StateMerger.PAUSE_MILLIS + 1;
    bench.merger.suspect(suspicion(Evidence.GONE, 8));
    bench.time.run(PROFILE.goneTimeout() + StateMerger.PAUSE_MILLIS + 1);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
    assertThat(bench.counters.of(Counter.PAUSES)).isEqualTo(1);
    assertThat(peer.suspicion()).isNull();
  }

  @Test
  void aTimerThatIsLessLateStillFailsTheSuspect() {
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.late = StateMerger.PAUSE_MILLIS;
    bench.merger.suspect(suspicion(Evidence.GONE, 8));
    bench.time.run(PROFILE.goneTimeout() + StateMerger.PAUSE_MILLIS);
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
  }

  @Test
  void aMemberThatVanishesAfterAnnouncingItsLeaveHasLeft() {
    var record = RulesBench.peer(State.ALIVE, 5);
    bench.know(record.says(record.flags() | Flags.LEAVING, record.tags(), 5));
    bench.merger.suspect(suspicion(Evidence.GONE, 8));
    bench.time.run(PROFILE.goneTimeout());
    assertThat(bench.knows("peer")).isEqualTo("LEFT 5");
    assertThat(bench.tells()).isEqualTo("leave 5");
    assertThat(bench.counters.of(Counter.FAILURES)).isZero();
    assertThat(bench.asked).contains("news");
  }

  @Test
  void aFailureClaimAboutAMemberJustHeardIsVerified() {
    for (var evidence : new Evidence[] {Evidence.GONE, Evidence.SILENT}) {
      long trust = evidence == Evidence.GONE ? PROFILE.goneTimeout() : PROFILE.unreachableMin();
      var fresh = new RulesBench();
      var peer = fresh.know(RulesBench.peer(State.ALIVE, 5));
      fresh.time.run(10_000);
      peer.heard(fresh.core.now());
      fresh.time.run(trust - 1);
      fresh.merger.failed(new Message.Failed(RulesBench.PEER, 5, evidence, 8));
      assertThat(fresh.knows("peer")).isEqualTo("ALIVE 5");
      assertThat(fresh.asked).containsExactly("verify peer");
      fresh.time.run(1);
      fresh.merger.failed(new Message.Failed(RulesBench.PEER, 5, evidence, 8));
      assertThat(fresh.knows("peer")).isEqualTo("FAILED 5");
    }
  }

  @Test
  void aMemberAtAForbiddenAddressIsIgnored() {
    bench.forbidden.add(SimHost.address(2).getAddress());
    bench.merger.claim(RulesBench.peer(State.ALIVE, 5), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.counters.of(Counter.RECORDS_FORBIDDEN)).isEqualTo(1);
  }

  @Test
  void membersThatAreNotPassedOnAreNotBroadcast() {
    bench.merger.claim(RulesBench.peer(State.ALIVE, 5), false, Source.SYNC);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
    assertThat(bench.tells()).isEqualTo("-");
  }

  @Test
  void tombstonesThatAreTooOldAreNotLearned() {
    long left = PROFILE.leftMemory() / 1000;
    long failed = PROFILE.failedMemory() / 1000;
    assertThat(learned(State.LEFT, left - 1)).isEqualTo("LEFT 5");
    assertThat(learned(State.LEFT, left)).isEqualTo("-");
    assertThat(learned(State.FAILED, failed - 1)).isEqualTo("FAILED 5");
    assertThat(learned(State.FAILED, failed)).isEqualTo("-");
    assertThat(learned(State.ALIVE, failed)).isEqualTo("ALIVE 5");
  }

  private static String learned(State state, long age) {
    var fresh = new RulesBench();
    var claim = RulesBench.peer(state, 5).with(state, 5, (int) age);
    fresh.merger.claim(claim, true, Source.RUMOUR);
    return fresh.knows("peer");
  }

  @Test
  void theDeadAreForgottenInTime() {
    bench.know(RulesBench.peer(State.LEFT, 5));
    bench.time.run(PROFILE.leftMemory());
    bench.merger.reap();
    assertThat(bench.knows("peer")).isEqualTo("LEFT 5");
    bench.time.run(1);
    bench.merger.reap();
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.knows("self")).isEqualTo("ALIVE 0");
  }

  @Test
  void failedMembersAreRememberedLonger() {
    bench.know(RulesBench.peer(State.FAILED, 5));
    bench.time.run(PROFILE.failedMemory());
    bench.merger.reap();
    assertThat(bench.knows("peer")).isEqualTo("FAILED 5");
    bench.time.run(1);
    bench.merger.reap();
    assertThat(bench.knows("peer")).isEqualTo("-");
  }

  @Test
  void anOperatorCanForceLeaveAnAbsentMember() {
    bench.know(RulesBench.peer(State.FAILED, 5));
    assertThat(bench.merger.forceLeave("peer", false)).isTrue();
    assertThat(bench.knows("peer")).isEqualTo("LEFT 5");
    assertThat(bench.tells()).isEqualTo("leave 5");
    assertThat(bench.merger.forceLeave("peer", true)).isTrue();
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.merger.forceLeave("peer", false)).isFalse();
    assertThat(bench.merger.forceLeave("self", true)).isFalse();
    bench.know(RulesBench.peer(State.ALIVE, 5));
    assertThat(bench.merger.forceLeave("peer", true)).isFalse();
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
  }

  @Test
  void aNonceUnderAnotherNameIsAskedForItsName() {
    bench.know(RulesBench.peer(State.ALIVE, 5));
    var other =
        RulesBench.record("evil", new BootId(RulesBench.EPOCH, RulesBench.PEER), 9, 0, State.ALIVE);

    bench.merger.claim(other, true, Source.RUMOUR);

    assertThat(bench.knows("evil")).isEqualTo("-");
    assertThat(bench.asked).containsExactly("ask 9");
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(1);

    bench.merger.claim(other, true, Source.ITSELF);
    assertThat(bench.knows("evil")).isEqualTo("ALIVE 0");
    assertThat(bench.knows("peer")).isEqualTo("-");
  }

  @Test
  void ourOwnNonceUnderAnotherNameIsIgnored() {
    var evil =
        RulesBench.record("evil", new BootId(RulesBench.EPOCH, RulesBench.SELF), 9, 0, State.ALIVE);
    for (var source : Source.values()) {
      bench.merger.claim(evil, true, source);
    }
    assertThat(bench.knows("evil")).isEqualTo("-");
    assertThat(bench.knows("self")).isEqualTo("ALIVE 0");
    assertThat(bench.asked).isEmpty();
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(4);
  }

  private static MemberRecord ahead(long nonce, State state) {
    long epoch = RulesBench.EPOCH + Forgery.YEARS;
    return RulesBench.record("peer", new BootId(epoch, nonce), 9, 0, state);
  }

  private void answer(Transport.Reply reply) {
    bench.questions.removeFirst().answer().accept(reply);
  }

  @Test
  void aBootOfTheFutureIsBelievedOnceItHasAnswered() {
    bench.merger.claim(ahead(77, State.ALIVE), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.questions).hasSize(1);
    var question = (Message.PingRequest) bench.questions.getFirst().messages().getFirst();

    var ack = Codec.encode(new Message.Ack(question.sequence(), 0));
    answer(new Transport.Reply.Answer(ack));

    assertThat(bench.knows("peer")).isEqualTo("ALIVE 0");
  }

  @Test
  void aBootOfTheFutureThatDoesNotAnswerIsRefused() {
    bench.merger.claim(ahead(77, State.ALIVE), true, Source.RUMOUR);
    answer(new Transport.Reply.Refused());
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(1);
    bench.merger.claim(ahead(77, State.FAILED), true, Source.RUMOUR);
    assertThat(bench.questions).isEmpty();
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(2);
  }

  @Test
  void aKnownProcessIsAskedWhetherItRaisedItsEpoch() {
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.merger.claim(ahead(RulesBench.PEER, State.ALIVE), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
    assertThat(bench.asked).containsExactly("ask 2");
    bench.merger.claim(ahead(RulesBench.PEER, State.ALIVE), true, Source.ITSELF);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 0");
  }

  @Test
  void aPresentMemberReplacesTheLongestGone() {
    bench.core.table().limit(new TableLimits(3, Long.MAX_VALUE));
    bench.know(RulesBench.peer(State.FAILED, 5));
    bench.time.run(5);
    bench.know(RulesBench.record("late", new BootId(RulesBench.EPOCH, 9), 9, 0, State.FAILED));
    var dead = RulesBench.record("dead", new BootId(RulesBench.EPOCH, 10), 10, 0, State.FAILED);
    bench.merger.claim(dead, true, Source.RUMOUR);
    assertThat(bench.knows("dead")).isEqualTo("-");
    assertThat(bench.counters.of(Counter.MEMBERS_REFUSED)).isEqualTo(1);

    bench.merger.claim(dead.with(State.ALIVE, 0, 0), true, Source.RUMOUR);

    assertThat(bench.knows("dead")).isEqualTo("ALIVE 0");
    assertThat(bench.knows("peer")).isEqualTo("-");
    assertThat(bench.knows("late")).isEqualTo("FAILED 0");
  }

  @Test
  void noPresentMemberGivesWay() {
    bench.core.table().limit(new TableLimits(2, Long.MAX_VALUE));
    bench.know(RulesBench.peer(State.ALIVE, 5));
    bench.merger.claim(
        RulesBench.record("more", new BootId(RulesBench.EPOCH, 10), 10, 0, State.ALIVE),
        true,
        Source.RUMOUR);
    assertThat(bench.knows("more")).isEqualTo("-");
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
  }

  @Test
  void aKnownMemberMayNotGrowTheTableBeyondItsBoundPlusAnEighth() {
    var peer = RulesBench.peer(State.ALIVE, 5);
    bench.know(peer);
    bench.core.table().limit(new TableLimits(9, 2 * TableLimits.cost(peer)));
    var tags = new TreeMap<>(Map.of("text", "x".repeat(400)));
    bench.merger.claim(peer.says(1, tags, 6), true, Source.RUMOUR);
    var newer = new BootId(RulesBench.EPOCH + 1, 77);
    bench.merger.claim(peer.reborn(newer, 0).says(1, tags, 0), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 5");
    assertThat(bench.counters.of(Counter.MEMBERS_REFUSED)).isEqualTo(2);
    bench.merger.claim(peer.says(1, new TreeMap<>(), 6), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 6");
  }

  /** A member that left with incarnation 7. */
  private MemberRecord gone() {
    var peer = RulesBench.peer(State.ALIVE, 5);
    bench.know(peer);
    bench.merger.left(new Message.Leave(peer.boot().nonce(), 7));
    assertThat(bench.knows("peer")).isEqualTo("LEFT 7");
    return peer;
  }

  private static MemberRecord underANewerEpoch(MemberRecord peer, long incarnation) {
    return peer.reborn(new BootId(RulesBench.EPOCH + 1, peer.boot().nonce()), incarnation);
  }

  /** The leave of a process may come before the news that it has raised its epoch. */
  @Test
  void aNewerEpochThatIsNotAboveTheLeaveIsAskedFirst() {
    var peer = gone();

    bench.merger.claim(underANewerEpoch(peer, 6), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("LEFT 7");
    assertThat(bench.asked).contains("ask " + RulesBench.host(peer.address()));

    bench.merger.claim(underANewerEpoch(peer, 6), true, Source.ITSELF);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 6");
  }

  @Test
  void aNewerEpochAboveTheLeaveIsARefutation() {
    bench.merger.claim(underANewerEpoch(gone(), 8), true, Source.RUMOUR);
    assertThat(bench.knows("peer")).isEqualTo("ALIVE 8");
  }
}

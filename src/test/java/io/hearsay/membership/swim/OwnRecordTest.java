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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the local member answers claims about itself. */
class OwnRecordTest {
  /** How much of its own incarnation a process may have forgotten. */
  private static final long LEAP = 4096;

  private final RulesBench bench = new RulesBench(self(RulesBench.EPOCH, 5));

  private static MemberRecord self(long epoch, long incarnation) {
    return RulesBench.record(
        "self", new BootId(epoch, RulesBench.SELF), 1, incarnation, State.ALIVE);
  }

  private long epoch() {
    return bench.core.table().self().record().boot().epoch() - RulesBench.EPOCH;
  }

  private void heard(MemberRecord claim) {
    bench.merger.claim(claim, true, Source.RUMOUR);
  }

  @ParameterizedTest
  @CsvSource({
    "4, ALIVE 5",
    "5, ALIVE 6",
    "6, ALIVE 7",
    "4101, ALIVE 4102",
    "4102, ALIVE 5",
  })
  void anAccusationIsRefutedByAHigherIncarnation(long incarnation, String then) {
    bench.merger.suspect(
        new Message.Suspect(RulesBench.SELF, incarnation, Evidence.UNREACHABLE, 8));
    assertThat(bench.knows("self")).isEqualTo(then);
    boolean refuted = !then.equals("ALIVE 5");
    assertThat(bench.tells()).isEqualTo(refuted ? then : "-");
    assertThat(bench.core.health().score()).isEqualTo(refuted ? 1 : 0);
    assertThat(bench.counters.of(Counter.REFUTATIONS)).isEqualTo(refuted ? 1 : 0);
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(incarnation > 5 + LEAP ? 1 : 0);
    assertThat(epoch()).isZero();
  }

  @Test
  void failureAndLeaveAreRefutedToo() {
    bench.merger.failed(new Message.Failed(RulesBench.SELF, 5, Evidence.GONE, 8));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 6");
    bench.merger.left(new Message.Leave(RulesBench.SELF, 6));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 7");
  }

  @Test
  void anEqualRecordIsNoNews() {
    heard(self(RulesBench.EPOCH, 5));
    heard(self(RulesBench.EPOCH, 4).says(0, new TreeMap<>(), 4));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 5");
    assertThat(bench.tells()).isEqualTo("-");
  }

  @Test
  void aDifferentRecordIsRefuted() {
    heard(self(RulesBench.EPOCH, 5).says(0, new TreeMap<>(), 5));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 6");
    heard(self(RulesBench.EPOCH, 6).with(State.FAILED, 6, 0));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 7");
    heard(self(RulesBench.EPOCH, 9));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 10");
  }

  @Test
  void anImpossibleIncarnationIsAnsweredByALaterEpoch() {
    heard(self(RulesBench.EPOCH, 5 + LEAP));
    assertThat(bench.knows("self")).isEqualTo("ALIVE " + (6 + LEAP));
    heard(self(RulesBench.EPOCH, 7 + 2 * LEAP));
    // Those who miss the new epoch must see that a leave, which has no epoch, comes after this.
    assertThat(bench.knows("self")).isEqualTo("ALIVE " + (7 + LEAP));
    assertThat(epoch()).isEqualTo(1);
    assertThat(bench.tells()).isEqualTo("ALIVE " + (7 + LEAP));
    assertThat(bench.counters.of(Counter.REFUTATIONS)).isEqualTo(2);
  }

  @Test
  void theEpochIsRaisedOnceASecondAtMost() {
    bench.time.run(5000);
    heard(self(RulesBench.EPOCH, 1 << 20));
    assertThat(epoch()).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      heard(self(RulesBench.EPOCH + 1, 1 << 20));
    }
    bench.time.run(999);
    assertThat(epoch()).isEqualTo(1);
    bench.time.run(1);
    assertThat(epoch()).isEqualTo(2);
    bench.time.run(5000);
    assertThat(epoch()).isEqualTo(2);
    heard(self(RulesBench.EPOCH + 2, 1 << 20));
    assertThat(epoch()).isEqualTo(3);
  }

  @Test
  void aClaimAboutAnOlderBootIsAnsweredWithTheNewerOne() {
    var old = RulesBench.record("self", new BootId(RulesBench.EPOCH - 1, 9), 9, 7, State.ALIVE);
    heard(old.with(State.FAILED, 7, 0));
    assertThat(bench.tells()).isEqualTo("-");
    heard(old);
    assertThat(bench.tells()).isEqualTo("ALIVE 5");
    assertThat(epoch()).isZero();
  }

  private static MemberRecord other(long epoch, int host, State state) {
    return RulesBench.record("self", new BootId(RulesBench.EPOCH + epoch, 9), host, 0, state);
  }

  @Test
  void aNewerBootThatIsDeadOrClaimedToBeHereIsSuperseded() {
    heard(other(10, 9, State.LEFT));
    assertThat(epoch()).isEqualTo(11);
    heard(other(20, 1, State.ALIVE));
    assertThat(epoch()).isEqualTo(21);
    heard(self(RulesBench.EPOCH + 30, 0));
    assertThat(epoch()).isEqualTo(31);
    assertThat(bench.counters.of(Counter.BOOTS_OUTLIVED)).isEqualTo(3);
    assertThat(bench.questions).isEmpty();
  }

  @Test
  void theHighestEpochCannotBeSuperseded() {
    long last = BootId.MAX_EPOCH - RulesBench.EPOCH;
    bench.merger.claim(other(last, 9, State.LEFT), true, Source.REPLY);
    assertThat(epoch()).isZero();
    bench.merger.claim(other(last - 1, 9, State.LEFT), true, Source.REPLY);
    assertThat(epoch()).isEqualTo(last);
  }

  @Test
  void aNewerBootElsewhereThatAnswersTakesOurPlace() {
    heard(other(10, 9, State.ALIVE));
    assertThat(bench.asked).isEmpty();
    answer(true);
    assertThat(bench.asked).containsExactly("superseded by 9");
    assertThat(epoch()).isZero();
  }

  @Test
  void aNewerBootElsewhereThatDoesNotExistIsSuperseded() {
    heard(other(10, 9, State.ALIVE));
    bench.questions.removeFirst().answer().accept(new Transport.Reply.Refused());
    assertThat(bench.asked).containsExactly("news");
    assertThat(epoch()).isEqualTo(11);
  }

  @Test
  void anAnswerThatComesTooLateChangesNothing() {
    heard(other(10, 9, State.ALIVE));
    heard(other(20, 9, State.LEFT));
    answer(true);
    assertThat(bench.asked).doesNotContain("superseded by 9");
    assertThat(epoch()).isEqualTo(21);
    heard(other(30, 9, State.ALIVE));
    bench.merger.own().leave();
    answer(true);
    assertThat(bench.asked).doesNotContain("superseded by 9");
    assertThat(epoch()).isEqualTo(21);
  }

  private void answer(boolean lives) {
    var question = bench.questions.removeFirst();
    var ping = (Message.PingRequest) question.messages().getFirst();
    int number = lives ? ping.sequence() : ping.sequence() + 1;
    question.answer().accept(new Transport.Reply.Answer(Codec.encode(new Message.Ack(number, 0))));
  }

  @Test
  void aBootOfTheFarFutureCountsOnlyWhereItWasAskedFor() {
    heard(other(Forgery.YEARS, 9, State.LEFT));
    assertThat(epoch()).isZero();
    assertThat(bench.counters.of(Counter.CLAIMS_REFUSED)).isEqualTo(1);
    bench.merger.claim(other(Forgery.YEARS, 9, State.LEFT), true, Source.ITSELF);
    assertThat(epoch()).isEqualTo(Forgery.YEARS + 1);
  }

  @Test
  void aChangedRecordIsBroadcast() {
    bench.merger.own().say(0, new TreeMap<>(Map.of("a", "b")));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 6");
    assertThat(bench.tells()).isEqualTo("ALIVE 6");
    assertThat(bench.asked).containsExactly("news");
    assertThat(bench.core.table().self().record().flags()).isEqualTo(Flags.EXTENSIONS);
    bench.merger.own().moved(SimHost.address(9));
    assertThat(bench.knows("self")).isEqualTo("ALIVE 7");
    assertThat(bench.core.table().self().record().address()).isEqualTo(SimHost.address(9));
  }

  @Test
  void aLeavingMemberRefutesNothing() {
    var word = bench.merger.own().leave();
    assertThat(word).isEqualTo(new Message.Leave(RulesBench.SELF, 6));
    assertThat(bench.tells()).isEqualTo("leave 6");
    bench.merger.suspect(new Message.Suspect(RulesBench.SELF, 6, Evidence.GONE, 8));
    assertThat(bench.knows("self")).isEqualTo("LEFT 6");
  }
}

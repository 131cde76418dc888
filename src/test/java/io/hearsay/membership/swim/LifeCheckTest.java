package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeCheckTest {
  private static final int MOST = 16;

  private final RulesBench bench = new RulesBench();
  private final LifeCheck check = new LifeCheck(bench.core);
  private final List<Boolean> verdicts = new ArrayList<>();

  private static MemberRecord boot(int nonce) {
    return RulesBench.record("m", new BootId(RulesBench.EPOCH, nonce), nonce, 0, State.ALIVE);
  }

  private void ask(int nonce) {
    check.ask(boot(nonce), verdicts::add);
  }

  private void answer(Transport.Reply reply) {
    bench.questions.removeFirst().answer().accept(reply);
  }

  private void ack(int more) {
    var ping = (Message.PingRequest) bench.questions.getFirst().messages().getFirst();
    answer(new Transport.Reply.Answer(Codec.encode(new Message.Ack(ping.sequence() + more, 0))));
  }

  @Test
  void aMemberThatAnswersForItsNonceLives() {
    ask(9);
    var ping = (Message.PingRequest) bench.questions.getFirst().messages().getFirst();
    assertThat(ping.target()).isEqualTo(boot(9).endpoint());
    assertThat(ping.sequence()).isPositive();
    ack(0);
    assertThat(verdicts).containsExactly(true);
    assertThat(bench.counters.of(Counter.BOOTS_ASKED)).isEqualTo(1);
  }

  @Test
  void anyOtherAnswerDoesNotCount() {
    ask(9);
    ack(1);
    ask(9);
    answer(new Transport.Reply.Answer(Codec.encode(new Message.Refused("another boot"))));
    ask(9);
    answer(new Transport.Reply.Answer(new byte[] {99}));
    assertThat(verdicts).containsExactly(false, false, false);
  }

  @Test
  void aRefusalIsEnough() {
    ask(9);
    answer(new Transport.Reply.Refused());
    assertThat(verdicts).containsExactly(false);
    assertThat(bench.questions).isEmpty();
  }

  @Test
  void aSilentMemberIsAskedASecondTime() {
    ask(9);
    answer(new Transport.Reply.Silence());
    assertThat(verdicts).isEmpty();
    answer(new Transport.Reply.Unreachable());
    assertThat(verdicts).containsExactly(false);
    ask(9);
    answer(new Transport.Reply.Unreachable());
    ack(0);
    assertThat(verdicts).containsExactly(false, true);
    assertThat(bench.questions).isEmpty();
  }

  @Test
  void eachIsAskedOnceAtATimeAndOnlyFewInTotal() {
    ask(9);
    ask(9);
    assertThat(bench.questions).hasSize(1);
    for (int nonce = 10; nonce < 40; nonce++) {
      ask(nonce);
    }
    assertThat(bench.questions).hasSize(MOST);
    answer(new Transport.Reply.Refused());
    ask(9);
    assertThat(bench.questions).hasSize(MOST);
  }
}

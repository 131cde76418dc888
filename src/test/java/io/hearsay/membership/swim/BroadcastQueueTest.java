package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Message;
import org.junit.jupiter.api.Test;

class BroadcastQueueTest {
  private static final int BUDGET = 1000;
  private static final int PRESENT = 100;
  private static final int MULTIPLIER = 4;
  private static final int LIMIT = BroadcastQueue.limit(MULTIPLIER, PRESENT);
  private static final int USER_MESSAGE_LIMIT = BroadcastQueue.userMessageLimit(PRESENT);
  private static final Message.Suspect SUSPECT = new Message.Suspect(7, 1, Evidence.GONE, 8);
  private static final Message.Failed FAILED = new Message.Failed(7, 1, Evidence.GONE, 8);

  private final BroadcastQueue queue = new BroadcastQueue(MULTIPLIER);

  @Test
  void aBroadcastIsSentAsOftenAsTheFormulaSays() {
    queue.tell(7, FAILED);

    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT);
  }

  @Test
  void aFailureContinuesTheCountOfItsSuspicion() {
    queue.accuse(SUSPECT);
    told(5);

    queue.conclude(FAILED, PRESENT);

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.peek(BUDGET, true)).isEqualTo(Codec.encode(FAILED));
    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT - 5);
  }

  @Test
  void aFailureIsStillSentAFewTimesAfterAFullySpreadSuspicion() {
    queue.accuse(SUSPECT);
    told(LIMIT);
    assertThat(queue.isEmpty()).isTrue();

    queue.conclude(FAILED, PRESENT);

    assertThat(toldUntilTheEnd()).isEqualTo(3);
  }

  @Test
  void theLimitGrowsWithTheLogarithmOfTheClusterSize() {
    assertThat(BroadcastQueue.limit(4, 1)).isEqualTo(6);
    assertThat(BroadcastQueue.limit(4, 9)).isEqualTo(6);
    assertThat(BroadcastQueue.limit(4, 10)).isEqualTo(8);
    assertThat(BroadcastQueue.limit(4, 99)).isEqualTo(8);
    assertThat(BroadcastQueue.limit(4, 100)).isEqualTo(12);
  }

  @Test
  void messagesWithoutAntiEntropyAreSentMoreOften() {
    assertThat(BroadcastQueue.userMessageLimit(0)).isEqualTo(12);
    assertThat(BroadcastQueue.userMessageLimit(1)).isEqualTo(12);
    assertThat(BroadcastQueue.userMessageLimit(30)).isEqualTo(16);
    assertThat(BroadcastQueue.userMessageLimit(1000)).isEqualTo(19);
  }

  @Test
  void theLeastSentComesFirstThenTheShortestThenTheNewest() {
    var event = new Message.Event(1, 1, "longer", Bytes.of("x".repeat(100)));
    queue.spread(event);
    queue.tell(7, FAILED);
    queue.tell(8, new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(next()).isEqualTo(new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(next()).isEqualTo(FAILED);
    assertThat(queue.anyToldLessThan(1)).isTrue();
    assertThat(nextOf(200)).isEqualTo(event);
    assertThat(queue.anyToldLessThan(1)).isFalse();
    assertThat(queue.anyToldLessThan(2)).isTrue();
    assertThat(next()).isEqualTo(new Message.Failed(8, 1, Evidence.GONE, 8));
  }

  private Message next() {
    return nextOf(Codec.encode(FAILED).length);
  }

  private Message nextOf(int budget) {
    var messages = Codec.decode(queue.take(budget, PRESENT, true)).orElseThrow();
    assertThat(messages).isNotEmpty();
    return messages.getFirst();
  }

  @Test
  void newerStateOfAMemberReplacesTheOlder() {
    queue.accuse(SUSPECT);
    queue.accuse(new Message.Suspect(7, 1, Evidence.GONE, 9));
    assertThat(queue.size()).isEqualTo(2);
    // The same accuser again is still one rumour.
    queue.accuse(SUSPECT);
    assertThat(queue.size()).isEqualTo(2);
    queue.tell(7, FAILED);
    assertThat(queue.size()).isEqualTo(1);
    queue.accuse(SUSPECT);
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.peek(BUDGET, true)).isEqualTo(Codec.encode(SUSPECT));
    queue.drop(7);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.settled()).isTrue();
  }

  @Test
  void theQueueIsEmptyOnceEverythingIsSent() {
    queue.tell(7, FAILED);
    assertThat(queue.settled()).isFalse();
    toldUntilTheEnd();
    assertThat(queue.settled()).isTrue();
    queue.spread(new Message.Event(1, 1, "e", Bytes.of("x")));
    assertThat(queue.settled()).isTrue();
    assertThat(queue.isEmpty()).isFalse();
    assertThat(toldUntilTheEnd()).isEqualTo(USER_MESSAGE_LIMIT);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void theOldestUserMessagesGiveWay() {
    for (int i = 0; i <= BroadcastQueue.MAX_USER_MESSAGES; i++) {
      queue.spread(new Message.Event(1, i, "e", Bytes.of("x")));
    }
    assertThat(queue.size()).isEqualTo(BroadcastQueue.MAX_USER_MESSAGES);
    assertThat(Codec.decode(queue.peek(1 << 16, true)).orElseThrow())
        .extracting(m -> ((Message.Event) m).number())
        .contains(BroadcastQueue.MAX_USER_MESSAGES)
        .doesNotContain(0);
  }

  @Test
  void sentUserMessagesFreeTheirPlace() {
    queue.spread(new Message.Event(1, 0, "e", Bytes.of("x")));
    toldUntilTheEnd();
    for (int i = 1; i <= BroadcastQueue.MAX_USER_MESSAGES; i++) {
      queue.spread(new Message.Event(1, i, "e", Bytes.of("x")));
    }
    assertThat(queue.size()).isEqualTo(BroadcastQueue.MAX_USER_MESSAGES);
  }

  @Test
  void userMessagesAreSkippedForOldMembersAndCountAsSent() {
    queue.spread(new Message.Event(1, 0, "e", Bytes.of("x")));
    for (int i = 0; i < USER_MESSAGE_LIMIT; i++) {
      assertThat(queue.isEmpty()).isFalse();
      assertThat(queue.take(BUDGET, PRESENT, false)).isEmpty();
    }
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void peekingDoesNotCountAsSending() {
    queue.tell(7, FAILED);
    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(queue.peek(BUDGET, true)).isEqualTo(Codec.encode(FAILED));
    }
    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT);
  }

  @Test
  void messagesThatDoNotFitStayQueued() {
    int size = Codec.encode(FAILED).length;
    queue.tell(7, FAILED);
    assertThat(queue.take(size - 1, PRESENT, true)).isEmpty();
    assertThat(queue.take(size, PRESENT, true)).hasSize(size);
    queue.tell(8, new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(queue.take(2 * size, PRESENT, true)).hasSize(2 * size);
  }

  private void told(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(queue.take(BUDGET, PRESENT, true)).isNotEmpty();
    }
  }

  private int toldUntilTheEnd() {
    int times = 0;
    while (queue.take(BUDGET, PRESENT, true).length > 0) {
      times++;
    }
    return times;
  }
}

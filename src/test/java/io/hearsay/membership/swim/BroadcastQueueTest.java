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
  private static final int TIDING_LIMIT = BroadcastQueue.tidingLimit(PRESENT);
  private static final Message.Suspect SUSPECT = new Message.Suspect(7, 1, Evidence.GONE, 8);
  private static final Message.Failed FAILED = new Message.Failed(7, 1, Evidence.GONE, 8);

  private final BroadcastQueue rumours = new BroadcastQueue(MULTIPLIER);

  @Test
  void aRumourIsToldAsOftenAsTheFormulaSays() {
    rumours.tell(7, FAILED);

    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT);
  }

  @Test
  void aFailureGoesOnWhereItsSuspicionWas() {
    rumours.accuse(SUSPECT);
    told(5);

    rumours.conclude(FAILED, PRESENT);

    assertThat(rumours.size()).isEqualTo(1);
    assertThat(rumours.peek(BUDGET, true)).isEqualTo(Codec.encode(FAILED));
    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT - 5);
  }

  @Test
  void aFailureIsToldToAFewThoughItsSuspicionWasToldToAll() {
    rumours.accuse(SUSPECT);
    told(LIMIT);
    assertThat(rumours.isEmpty()).isTrue();

    rumours.conclude(FAILED, PRESENT);

    assertThat(toldUntilTheEnd()).isEqualTo(3);
  }

  @Test
  void theLimitGrowsWithTheLogarithmOfThePresent() {
    assertThat(BroadcastQueue.limit(4, 1)).isEqualTo(6);
    assertThat(BroadcastQueue.limit(4, 9)).isEqualTo(6);
    assertThat(BroadcastQueue.limit(4, 10)).isEqualTo(8);
    assertThat(BroadcastQueue.limit(4, 99)).isEqualTo(8);
    assertThat(BroadcastQueue.limit(4, 100)).isEqualTo(12);
  }

  @Test
  void whatNobodyLearnsOtherwiseIsToldMoreOften() {
    assertThat(BroadcastQueue.tidingLimit(0)).isEqualTo(12);
    assertThat(BroadcastQueue.tidingLimit(1)).isEqualTo(12);
    assertThat(BroadcastQueue.tidingLimit(30)).isEqualTo(16);
    assertThat(BroadcastQueue.tidingLimit(1000)).isEqualTo(19);
  }

  @Test
  void theLeastToldComesFirstThenTheShortestThenTheNewest() {
    var event = new Message.Event(1, 1, "longer", Bytes.of("x".repeat(100)));
    rumours.spread(event);
    rumours.tell(7, FAILED);
    rumours.tell(8, new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(next()).isEqualTo(new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(next()).isEqualTo(FAILED);
    assertThat(rumours.anyToldLessThan(1)).isTrue();
    assertThat(nextOf(200)).isEqualTo(event);
    assertThat(rumours.anyToldLessThan(1)).isFalse();
    assertThat(rumours.anyToldLessThan(2)).isTrue();
    assertThat(next()).isEqualTo(new Message.Failed(8, 1, Evidence.GONE, 8));
  }

  private Message next() {
    return nextOf(Codec.encode(FAILED).length);
  }

  private Message nextOf(int budget) {
    var messages = Codec.decode(rumours.take(budget, PRESENT, true)).orElseThrow();
    assertThat(messages).isNotEmpty();
    return messages.getFirst();
  }

  @Test
  void aNewerWordAboutAMemberReplacesTheOlder() {
    rumours.accuse(SUSPECT);
    rumours.accuse(new Message.Suspect(7, 1, Evidence.GONE, 9));
    assertThat(rumours.size()).isEqualTo(2);
    // The same accuser again is one rumour still.
    rumours.accuse(SUSPECT);
    assertThat(rumours.size()).isEqualTo(2);
    rumours.tell(7, FAILED);
    assertThat(rumours.size()).isEqualTo(1);
    rumours.accuse(SUSPECT);
    assertThat(rumours.size()).isEqualTo(1);
    assertThat(rumours.peek(BUDGET, true)).isEqualTo(Codec.encode(SUSPECT));
    rumours.drop(7);
    assertThat(rumours.isEmpty()).isTrue();
    assertThat(rumours.settled()).isTrue();
  }

  @Test
  void nothingIsLeftToTellAboutMembersOnceAllIsTold() {
    rumours.tell(7, FAILED);
    assertThat(rumours.settled()).isFalse();
    toldUntilTheEnd();
    assertThat(rumours.settled()).isTrue();
    rumours.spread(new Message.Event(1, 1, "e", Bytes.of("x")));
    assertThat(rumours.settled()).isTrue();
    assertThat(rumours.isEmpty()).isFalse();
    assertThat(toldUntilTheEnd()).isEqualTo(TIDING_LIMIT);
    assertThat(rumours.isEmpty()).isTrue();
  }

  @Test
  void theOldestTidingsGiveWay() {
    for (int i = 0; i <= BroadcastQueue.MAX_TIDINGS; i++) {
      rumours.spread(new Message.Event(1, i, "e", Bytes.of("x")));
    }
    assertThat(rumours.size()).isEqualTo(BroadcastQueue.MAX_TIDINGS);
    assertThat(Codec.decode(rumours.peek(1 << 16, true)).orElseThrow())
        .extracting(m -> ((Message.Event) m).number())
        .contains(BroadcastQueue.MAX_TIDINGS)
        .doesNotContain(0);
  }

  @Test
  void toldTidingsLeaveTheirPlace() {
    rumours.spread(new Message.Event(1, 0, "e", Bytes.of("x")));
    toldUntilTheEnd();
    for (int i = 1; i <= BroadcastQueue.MAX_TIDINGS; i++) {
      rumours.spread(new Message.Event(1, i, "e", Bytes.of("x")));
    }
    assertThat(rumours.size()).isEqualTo(BroadcastQueue.MAX_TIDINGS);
  }

  @Test
  void whoDoesNotUnderstandTidingsIsNotSentThemAndTheyCountAsTold() {
    rumours.spread(new Message.Event(1, 0, "e", Bytes.of("x")));
    for (int i = 0; i < TIDING_LIMIT; i++) {
      assertThat(rumours.isEmpty()).isFalse();
      assertThat(rumours.take(BUDGET, PRESENT, false)).isEmpty();
    }
    assertThat(rumours.isEmpty()).isTrue();
  }

  @Test
  void whatIsPeekedAtIsNotTold() {
    rumours.tell(7, FAILED);
    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(rumours.peek(BUDGET, true)).isEqualTo(Codec.encode(FAILED));
    }
    assertThat(toldUntilTheEnd()).isEqualTo(LIMIT);
  }

  @Test
  void whatDoesNotFitIsLeft() {
    int size = Codec.encode(FAILED).length;
    rumours.tell(7, FAILED);
    assertThat(rumours.take(size - 1, PRESENT, true)).isEmpty();
    assertThat(rumours.take(size, PRESENT, true)).hasSize(size);
    rumours.tell(8, new Message.Failed(8, 1, Evidence.GONE, 8));
    assertThat(rumours.take(2 * size, PRESENT, true)).hasSize(2 * size);
  }

  private void told(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(rumours.take(BUDGET, PRESENT, true)).isNotEmpty();
    }
  }

  private int toldUntilTheEnd() {
    int times = 0;
    while (rumours.take(BUDGET, PRESENT, true).length > 0) {
      times++;
    }
    return times;
  }
}

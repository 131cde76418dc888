package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Message;
import org.junit.jupiter.api.Test;

class BroadcastQueueTest {
  private static final int BUDGET = 1000;
  private static final int PRESENT = 100;
  private static final int MULTIPLIER = 4;
  private static final int LIMIT = BroadcastQueue.limit(MULTIPLIER, PRESENT);
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

package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private final EventRing ring = new EventRing(at(1));

  private static Clock at(long second) {
    return Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC);
  }

  private void add(int events) {
    for (int i = 0; i < events; i++) {
      ring.add(new AgentEvent.User(new UserEvent("web1", "deploy", Payload.of("v" + i), i, false)));
    }
  }

  @Test
  void aReaderThatKnowsTheLastEventGetsTheNextOnes() {
    add(3);
    var place = ring.place(ring.id(2));
    assertThat(place).isEqualTo(new EventRing.Place(2, true));
    assertThat(ring.after(place.number()).orElseThrow().number()).isEqualTo(3);
    assertThat(ring.after(3)).isEmpty();
  }

  @Test
  void thereIsAPositionBeforeTheFirstEvent() {
    var id = ring.id(ring.last());
    add(1);
    assertThat(ring.place(id)).isEqualTo(new EventRing.Place(0, true));
  }

  @Test
  void aPositionThatIsNoLongerKeptIsIncomplete() {
    add(EventRing.KEPT + 10);
    assertThat(ring.place(ring.id(10))).isEqualTo(new EventRing.Place(10, true));
    assertThat(ring.place(ring.id(9))).isEqualTo(new EventRing.Place(10, false));
    assertThat(ring.after(3).orElseThrow().number()).isEqualTo(11);
  }

  @Test
  void anIdOfAnotherBootOrAnUnknownIdIsIncomplete() {
    add(5);
    var other = new EventRing(at(2));
    for (var id : new String[] {other.id(3), "", "3", ring.id(6), ring.id(-1), "x".repeat(999)}) {
      assertThat(ring.place(id)).as(id).isEqualTo(new EventRing.Place(0, false));
    }
  }
}

package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.State;
import io.hearsay.membership.wire.TripwireEnd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TripwiresTest {
  private static final long AFTER_THE_FIRST_RETRY = 600;

  private final RulesBench bench = new RulesBench();
  private final List<String> alarms = new ArrayList<>();
  private final Tripwires tripwires =
      new Tripwires(bench.core, (peer, how) -> alarms.add(peer.name() + " " + how));

  private MemberEntry member(int number) {
    return bench.know(
        RulesBench.record(
            "m" + number, new BootId(RulesBench.EPOCH, number), number, 0, State.ALIVE));
  }

  private List<Long> open() {
    return bench.wires.stream().filter(w -> !w.closed).map(w -> w.peer).toList();
  }

  @Test
  void theyLeadToTheSuccessorsOnTheRing() {
    for (int number : List.of(10, 20, 30, 40)) {
      member(number);
    }
    tripwires.rewire();
    assertThat(open()).containsExactlyInAnyOrder(10L, 20L, 30L);

    member(5);
    tripwires.rewire();
    assertThat(open()).containsExactlyInAnyOrder(5L, 10L, 20L);
  }

  @Test
  void oneThatBreaksIsOpenedAgainAfterAWhile() {
    member(10);
    tripwires.rewire();
    end(bench.wires.getFirst(), TripwireEnd.BROKEN);
    assertThat(alarms).containsExactly("m10 BROKEN");
    assertThat(open()).isEmpty();

    bench.time.run(AFTER_THE_FIRST_RETRY);
    assertThat(open()).containsExactly(10L);
  }

  /**
   * The end of a connection may be reported when it has already been closed and another one leads
   * to the same member. Taken for the end of the other, that one would stay open for good.
   */
  @Test
  void theLateEndOfOneIsNotTakenForTheEndOfTheNext() {
    for (int number : List.of(10, 20, 30)) {
      member(number);
    }
    tripwires.rewire();
    var first = bench.wires.stream().filter(w -> w.peer == 30).findFirst().orElseThrow();
    var nearer = member(5);
    tripwires.rewire();
    assertThat(first.closed).isTrue();
    bench.core.table().update(nearer, nearer.record().with(State.LEFT, 0, 0));
    tripwires.rewire();
    assertThat(open()).containsExactlyInAnyOrder(10L, 20L, 30L);

    first.ended.accept(TripwireEnd.BROKEN);
    bench.time.run(AFTER_THE_FIRST_RETRY);

    assertThat(open()).containsExactlyInAnyOrder(10L, 20L, 30L);
    assertThat(tripwires.open()).isEqualTo(3);
    assertThat(alarms).isEmpty();
  }

  private static void end(RulesBench.Wire wire, TripwireEnd how) {
    wire.closed = true;
    wire.ended.accept(how);
  }
}

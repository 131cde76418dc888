package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Faults that the simulator found, each in its smallest form. */
class SimulatorFindingsTest {

  @Test
  void aSingleMemberComesToRest() {
    var sim = new Simulation(1);
    var alone = sim.add();
    alone.run(() -> alone.swim.say(Flags.HEALTHY, new TreeMap<>(Map.of("weight", "7"))));
    sim.net.time.run(10_000);

    // There is nobody to tell, so nothing may be queued, and no timer set.
    assertThat(alone.swim.rumours()).isZero();
  }

  @Test
  void lateProofEndsASuspicionImmediately() {
    var sim = Simulation.of(6, 1);
    var judge = sim.hosts.get(1);
    var suspect = sim.hosts.get(5);
    // It cannot refute.
    suspect.pause();
    accuse(judge, suspect, Evidence.UNREACHABLE, sim.hosts.get(2));
    sim.net.time.run(1000);
    assertThat(judge.sees(suspect)).isEqualTo(State.SUSPECT);

    accuse(judge, suspect, Evidence.GONE, sim.hosts.get(3));
    sim.net.time.run(5);

    assertThat(judge.sees(suspect)).isEqualTo(State.FAILED);
  }

  private static void accuse(SimHost judge, SimHost suspect, Evidence evidence, SimHost accuser) {
    var self = suspect.swim.self();
    var claim =
        new Message.Suspect(
            self.boot().nonce(), self.incarnation(), evidence, accuser.swim.self().boot().nonce());
    var from = new Endpoint(accuser.address, accuser.swim.self().boot().nonce());
    judge.run(() -> judge.swim.datagram(from, Codec.encode(claim)));
  }

  @Test
  void aMemberYearsBehindLearnsThatAnotherOneRaisedItsEpoch() {
    var sim = Simulation.of(3, 1);
    var behind = sim.start("behind", 60, Set.of(SimHost.address(1)), -Forgery.YEARS);
    assertThat(sim.net.time.runUntil(3000, sim::converged)).isNotNegative();
    var raised = sim.hosts.get(2);
    var old = raised.swim.self();

    // An incarnation that it never had makes it start over in a later epoch.
    var forged = Codec.encode(new Message.Claim(old.says(old.flags(), old.tags(), 1L << 39)));
    var nowhere = new Endpoint(SimHost.address(Stranger.NOWHERE), 7);
    raised.run(() -> raised.swim.datagram(nowhere, forged));

    assertThat(raised.swim.self().boot().isNewerThan(old.boot())).isTrue();
    assertThat(sim.net.time.runUntil(5000, () -> behind.knows(raised)))
        .as(sim.describe())
        .isNotNegative();
  }

  @Test
  void anEventReachesAllWithoutAntiEntropy() {
    var sim = Simulation.of(30, 4);

    for (int i = 0; i < 500; i++) {
      var payload = "v" + i;
      var teller = sim.hosts.get(i % sim.hosts.size());
      teller.run(() -> teller.swim.event("deploy", Bytes.of(payload)));
      sim.net.time.run(1500);
      assertThat(sim.hosts)
          .as("heard of " + payload)
          .allMatch(host -> host.heard.stream().anyMatch(e -> e.endsWith(payload)));
      sim.hosts.forEach(host -> host.heard.clear());
    }
  }

  /**
   * All left at about the same time: m7 knew that m3 had left, and so did not tell it that it left
   * as well. The moments are too rare to be staged; this is the simulator's own run.
   */
  @Test
  void membersThatLeaveTogetherDoNotSuspectEachOther() {
    assertThat(MembershipHalf.run(20269202).violation()).isEmpty();
  }
}

package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  @ParameterizedTest
  @ValueSource(strings = {"container", "lan", "wan", "local"})
  void nestedTimersAreInOrder(String name) {
    var p = Profile.named(name);

    assertThat(p.probeTimeout()).isPositive().isLessThan(p.probeDeadline());
    assertThat(p.probeDeadline()).isLessThan(p.probeInterval());
    assertThat(p.heartbeatGrace()).isPositive().isLessThan(p.heartbeatInterval());
    assertThat(p.fastInterval()).isPositive().isLessThan(p.gossipInterval());
    assertThat(p.goneTimeout()).isPositive().isLessThan(p.unreachableMin());
    assertThat(p.unreachableMin()).isLessThan(p.unreachableMax());
    assertThat(p.silentMin()).isGreaterThan(5000).isLessThan(p.silentMax());
    assertThat(p.silentMin()).isGreaterThan(p.unreachableMin());
    assertThat(p.leftMemory()).isPositive().isLessThan(p.failedMemory());
    assertThat(p.leaveLimit()).isPositive().isLessThan(p.leftMemory());
    assertThat(p.recontactInterval()).isPositive();
    assertThat(p.syncLimit()).isGreaterThan(p.recontactInterval());
    assertThat(p.wireGrace()).isPositive();
    assertThat(p.gossipFanout()).isPositive();
    assertThat(p.retransmitMultiplier()).isPositive();
    assertThat(p.confirmations()).isPositive();
    assertThat(p.indirectProbes()).isPositive();
    assertThat(p.tripwires()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lan", "wan", "local"})
  void aProfileOverridesOnlyWhatItSets(String name) {
    var p = Profile.named(name);
    var d = Profile.container();

    assertThat(p.probeInterval()).isNotEqualTo(d.probeInterval());
    assertThat(p.failedMemory()).isEqualTo(d.failedMemory());
    var other = p.change().tripwires(7);
    var changed = other.build();
    other.tripwires(8);
    assertThat(changed.tripwires()).isEqualTo(7);
    assertThat(changed.probeInterval()).isEqualTo(p.probeInterval());
    assertThat(p.tripwires()).isEqualTo(3);
  }
}

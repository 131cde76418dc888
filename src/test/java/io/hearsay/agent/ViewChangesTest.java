package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewChangesTest {
  private static Member member(String id, MemberStatus status, String tag) {
    return new Member(
        "a",
        id,
        InetAddress.getLoopbackAddress(),
        1,
        new Member.Word(true, TrafficMode.READY, 0, Tags.of(Map.of("t", tag))),
        new Member.Sight(status, Instant.EPOCH, OptionalDouble.empty()));
  }

  private static List<String> between(Member before, Member after) {
    return ViewChanges.between(view(before), view(after)).stream()
        .map(AgentEvent.MemberEvent::type)
        .toList();
  }

  private static ClusterView view(Member member) {
    return new ClusterView(1, "self", "", member == null ? List.of() : List.of(member));
  }

  @ParameterizedTest
  @CsvSource({
    "ALIVE,FAILED,member-failed",
    "SUSPECT,FAILED,member-failed",
    "ALIVE,LEFT,member-leave",
    "LEAVING,LEFT,member-leave",
    "FAILED,LEFT,member-leave",
    "FAILED,ALIVE,member-join",
    "LEFT,ALIVE,member-join"
  })
  void aChangeOfStatusIsAnEvent(MemberStatus before, MemberStatus after, String event) {
    assertThat(between(member("1", before, "x"), member("1", after, "x"))).containsExactly(event);
  }

  @Test
  void aSuspicionIsNoEvent() {
    assertThat(
            between(member("1", MemberStatus.ALIVE, "x"), member("1", MemberStatus.SUSPECT, "x")))
        .isEmpty();
  }

  @Test
  void aChangedTagIsAnUpdate() {
    assertThat(between(member("1", MemberStatus.ALIVE, "x"), member("1", MemberStatus.ALIVE, "y")))
        .containsExactly("member-update");
  }

  @Test
  void membersThatComeAndGoAreReported() {
    assertThat(between(null, member("1", MemberStatus.ALIVE, "x"))).containsExactly("member-join");
    assertThat(between(null, member("1", MemberStatus.FAILED, "x"))).isEmpty();
    assertThat(between(member("1", MemberStatus.LEFT, "x"), null)).containsExactly("member-reap");
  }

  @Test
  void anotherBootIsAFailureAndAJoin() {
    assertThat(between(member("1", MemberStatus.ALIVE, "x"), member("2", MemberStatus.ALIVE, "x")))
        .containsExactly("member-failed", "member-join");
  }
}

package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.swim.Changes;
import io.hearsay.membership.swim.MemberSnapshot;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemberMapperTest {
  private final MemberMapper snapshots = new MemberMapper();

  private List<Member> after(List<String> forgotten, MemberSnapshot... now) {
    snapshots.apply(new Changes(List.of(now), forgotten));
    return snapshots.members();
  }

  @Test
  void onlyAMemberThatHasChangedIsMadeAnew() {
    var before = after(List.of(), snapshot("two", State.ALIVE), snapshot("one", State.ALIVE));

    var after = after(List.of(), snapshot("two", State.SUSPECT));

    assertThat(after.getFirst()).isSameAs(before.getFirst());
    assertThat(after.getLast().status()).isEqualTo(MemberStatus.SUSPECT);
    assertThat(before.getLast().status()).isEqualTo(MemberStatus.ALIVE);
  }

  @Test
  void whoIsGoneIsForgottenAndWhoComesIsThere() {
    after(List.of(), snapshot("one", State.ALIVE));

    assertThat(after(List.of("one"), snapshot("two", State.ALIVE)))
        .extracting(Member::name)
        .containsExactly("two");
    assertThat(after(List.of(), snapshot("one", State.ALIVE)))
        .extracting(Member::name)
        .containsExactly("one", "two");
  }

  private static MemberSnapshot snapshot(String name, State state) {
    var record =
        new MemberRecord(
            name,
            new BootId(1, name.hashCode()),
            new InetSocketAddress("192.0.2.1", 7946),
            new MemberRecord.Claim(0, state, 0),
            new MemberRecord.Word(0, new TreeMap<>(Map.of("role", "backend"))));
    return new MemberSnapshot(record, Instant.EPOCH, OptionalDouble.empty());
  }
}

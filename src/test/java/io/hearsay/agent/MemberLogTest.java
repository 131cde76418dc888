package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MemberLogTest {
  private final List<String> lines = new ArrayList<>();
  private long now;
  private final MemberLog log = new MemberLog(lines::add, () -> now);

  private void joins(int number) {
    var member =
        new Member(
            "stranger-of-a-long-name-" + number,
            "1-2",
            InetAddress.getLoopbackAddress(),
            7946,
            new Member.Word(true, TrafficMode.READY, 0, Tags.empty()),
            new Member.Sight(MemberStatus.ALIVE, Instant.EPOCH, OptionalDouble.empty()));
    log.add(List.of(new AgentEvent.MemberEvent("member-join", member)));
  }

  private void pass(Duration time) {
    for (long s = 0; s < time.toSeconds(); s++) {
      now += Duration.ofSeconds(1).toNanos();
      log.tick();
    }
  }

  @Test
  void eachMemberHasItsOwnLineWhileThereAreFew() {
    joins(1);
    joins(2);
    assertThat(lines)
        .containsExactly(
            "member-join: stranger-of-a-long-name-1 at 127.0.0.1",
            "member-join: stranger-of-a-long-name-2 at 127.0.0.1");
  }

  @Test
  void suppressedLinesAreSummedUpAndLoggingResumesAfterwards() {
    for (int i = 0; i < 20_000; i++) {
      joins(i);
    }
    assertThat(lines).hasSize(500);
    pass(Duration.ofMinutes(1));
    assertThat(lines).hasSize(501);
    assertThat(lines.getLast()).contains("member-join: 19500 more");
    joins(7);
    assertThat(lines.getLast()).contains("stranger-of-a-long-name-7");
  }

  @Test
  void anHourOfAHundredThousandNamesTakesLessThanAHundredKilobytes() {
    for (int second = 0; second < 3600; second++) {
      for (int i = 0; i < 28; i++) {
        joins(second * 28 + i);
      }
      pass(Duration.ofSeconds(1));
    }
    // Each line is preceded by time, level and category.
    assertThat(lines.stream().mapToInt(l -> l.length() + 40).sum()).isLessThan(100_000);
  }
}

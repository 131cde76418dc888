package io.hearsay.membership.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import io.hearsay.membership.RefusedJoins;
import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private final List<String> lines = new ArrayList<>();
  private final Counters counters = new Counters();
  private final RefusedJoins joins = new RefusedJoins();
  private long millis;
  private final RefusalLog log = new RefusalLog(counters, joins, () -> millis, lines::add);

  private static InetAddress address(int number) throws Exception {
    return InetAddress.getByAddress(
        new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  @Test
  void theSameStrangerIsLoggedOnceInTenMinutes() throws Exception {
    for (int second = 0; second <= 600; second++) {
      millis = second * 1000L;
      log.mismatched(address(1), Mismatch.KEY, new byte[0]);
    }
    assertThat(lines).hasSize(2);
    assertThat(counters.of(Counter.CONNECTIONS_REJECTED)).isEqualTo(601);
    assertThat(joins.of(Direction.IN, JoinRefusal.WRONG_KEY)).isEqualTo(601);
  }

  @Test
  void anHourOfInventedStrangersLogsABoundedNumberOfLines() throws Exception {
    int number = 0;
    for (long second = 0; second < Duration.ofHours(1).toSeconds(); second++) {
      millis = second * 1000;
      for (int i = 0; i < 20; i++) {
        log.datagram(address(number++), Mismatch.FOREIGN, new byte[] {0});
        log.forbidden(address(number++));
      }
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(20 + 720);
    assertThat(lines.getLast()).contains("such lines were left out before");
    assertThat(counters.of(Counter.CONNECTIONS_FORBIDDEN)).isEqualTo(72_000);
    assertThat(joins.of(Direction.IN, JoinRefusal.ALLOW_LIST)).isEqualTo(72_000);
  }
}

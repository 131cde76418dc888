package io.hearsay.membership.atomix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import io.hearsay.membership.RefusedJoins;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedReportTest {
  private static final InetSocketAddress ONE = new InetSocketAddress("10.0.0.1", 7946);
  private static final InetSocketAddress TWO = new InetSocketAddress("10.0.0.2", 7946);
  private static final HostPort NAME = new HostPort("web", 7946);
  private static final SeedReport.Failure SILENT =
      new SeedReport.Failure(JoinRefusal.SILENT, "does not answer", false);

  private final RefusedJoins joins = new RefusedJoins();
  private final List<String> lines = new ArrayList<>();
  private final SeedReport report = new SeedReport(() -> 0, joins, lines::add);

  private long counted(JoinRefusal reason) {
    return joins.of(Direction.OUT, reason);
  }

  @Test
  void eachTimeThatASeedIsAskedInVainCounts() {
    report.resolved(NAME, Set.of(ONE, TWO), "");
    for (int i = 0; i < 3; i++) {
      report.failed(ONE, SILENT, address -> false);
    }

    assertThat(counted(JoinRefusal.SILENT)).isEqualTo(3);
    assertThat(report.problems()).hasSize(1);
  }

  @Test
  void anAddressThatTwoSeedsHaveCountsOnce() {
    report.resolved(NAME, Set.of(ONE), "");
    report.resolved(new HostPort("10.0.0.1", 7946), Set.of(ONE), "");
    report.failed(ONE, SILENT, address -> false);

    assertThat(counted(JoinRefusal.SILENT)).isEqualTo(1);
    assertThat(report.problems()).hasSize(2);
  }

  /** Members that failed are asked again as well, and a name may have members that come and go. */
  @Test
  void whatIsNoSeedOrASeedThatIsThereDoesNotCount() {
    report.failed(TWO, SILENT, address -> false);
    report.resolved(NAME, Set.of(ONE, TWO), "");
    report.failed(TWO, SILENT, ONE::equals);

    assertThat(counted(JoinRefusal.SILENT)).isZero();
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void aNameWithoutAnAddressCounts() {
    report.resolved(NAME, Set.of(), "has no address");

    assertThat(counted(JoinRefusal.UNRESOLVED)).isEqualTo(1);
  }
}

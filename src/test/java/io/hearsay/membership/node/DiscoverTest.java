package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.Member;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members without seeds find each other by multicast on loopback. */
class DiscoverTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> started = new ArrayList<>();
  private final int port = FreePort.any();
  private final String service = "test-" + UUID.randomUUID();

  @AfterEach
  void stop() {
    started.forEach(c -> c.leave().toCompletableFuture().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Cluster start(String ip, String discover) throws Exception {
    var values =
        MembershipOption.GROUP
            .defaults()
            .with(MembershipOption.NAME, "at-" + ip)
            .with(MembershipOption.BIND, new InetSocketAddress(ip, port))
            .with(MembershipOption.DISCOVER, discover);
    var cluster =
        ClusterNode.start(new ClusterSettings(values, Tags.of(Map.of()), true), vertx)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    started.add(cluster);
    return cluster;
  }

  private static List<String> names(Cluster cluster) {
    return cluster.view().present().stream().map(Member::name).sorted().toList();
  }

  @Test
  void membersOfOneNameJoinAndThoseOfAnotherDoNot() throws Exception {
    var one = start("127.71.2.1", service);
    assertThat(one.figures().joined()).isTrue();
    var two = start("127.71.2.2", service);
    var other = start("127.71.2.3", service + "-2");
    var three = start("127.71.2.4", service);
    for (var cluster : List.of(one, two, three)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(names(cluster))
                      .containsExactly("at-127.71.2.1", "at-127.71.2.2", "at-127.71.2.4"));
    }
    assertThat(names(other)).containsExactly("at-127.71.2.3");
  }
}

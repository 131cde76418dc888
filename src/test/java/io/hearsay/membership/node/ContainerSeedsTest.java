package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.docker.Containers;
import io.hearsay.membership.docker.EngineAnswers;
import io.hearsay.testkit.FreePort;
import io.hearsay.testkit.UnixServer;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose only seed is a container's label. */
class ContainerSeedsTest {
  private static final String ONE = "127.71.1.1";
  private static final String TWO = "127.71.1.2";

  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> started = new ArrayList<>();
  private final int port = FreePort.any();

  @AfterEach
  void stop() {
    started.forEach(c -> c.leave().toCompletableFuture().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Cluster start(String ip, String... seeds) throws Exception {
    var values =
        MembershipOption.GROUP
            .defaults()
            .with(MembershipOption.NAME, "at-" + ip)
            .with(MembershipOption.BIND, new InetSocketAddress(ip, port))
            .with(MembershipOption.JOIN, List.of(seeds));
    var cluster =
        ClusterNode.start(
                new ClusterSettings(values, Tags.of(Map.of()), true),
                vertx,
                Containers.of(Optional.of("unix://" + dir.resolve("engine.sock"))))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    started.add(cluster);
    return cluster;
  }

  @Test
  void itJoinsWhenTheContainerIsThereAndSaysUntilThenWhatIsMissing() throws Exception {
    start(ONE);
    var seed = "docker:label=role=web:" + port;
    var two = start(TWO, seed);
    await()
        .untilAsserted(
            () ->
                assertThat(two.figures().seeds().getOrDefault(seed, ""))
                    .contains("has no address: there is no container engine's socket"));
    try (var engine =
        new UnixServer(dir.resolve("engine.sock"), EngineAnswers.measured(200, "[]"))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(two.figures().seeds().getOrDefault(seed, ""))
                      .contains("no running container has that label"));
      assertThat(two.figures().joined()).isFalse();
      engine.answer(EngineAnswers.measured(200, EngineAnswers.containers(ONE)));
      await().until(() -> two.figures().joined() && two.view().present().size() == 2);
      await().until(() -> two.figures().seeds().isEmpty());
    }
  }
}

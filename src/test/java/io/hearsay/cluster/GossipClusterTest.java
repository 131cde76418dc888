package io.hearsay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearsay.cluster.swim.Profile;
import io.hearsay.cluster.wire.Keyring;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several members over real sockets on loopback. */
class GossipClusterTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(GossipClusterTest::leave);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void leave(Cluster cluster) {
    cluster.leave().toCompletableFuture().join();
  }

  private static int freePort() throws Exception {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static Keyring key(int seed) {
    var bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return new Keyring(List.of(new SecretKeySpec(bytes, "AES")));
  }

  private Cluster start(String name, int port, Keyring keyring, String label, int... seeds)
      throws Exception {
    var joins = new ArrayList<String>();
    for (int seed : seeds) {
      joins.add("localhost:" + seed);
    }
    var settings =
        new ClusterSettings(
            name,
            new InetSocketAddress("127.0.0.1", port),
            Optional.empty(),
            joins,
            label,
            keyring,
            Optional.empty(),
            AllowList.all(),
            Optional.empty(),
            Optional.empty(),
            Profile.local(),
            Tags.of(Map.of("role", "backend")),
            true);
    var cluster =
        GossipCluster.start(settings, vertx).toCompletableFuture().get(10, TimeUnit.SECONDS);
    started.add(cluster);
    return cluster;
  }

  private static void awaitStatus(Cluster at, String name, MemberStatus status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> at.view().member(name).map(Member::status).orElse(null), status::equals);
  }

  @Test
  void membersFindEachOtherInAnyOrderAndTellTheirTags() throws Exception {
    int seed = freePort();
    var early = start("early", freePort(), Keyring.none(), "", seed);
    var late = start("late", seed, Keyring.none(), "");
    awaitStatus(early, "late", MemberStatus.ALIVE);
    awaitStatus(late, "early", MemberStatus.ALIVE);

    early.updateTags(Map.of("zone", "a"), Set.of("role")).toCompletableFuture().join();

    await()
        .until(
            () -> late.view().member("early").orElseThrow().tags().asMap(),
            Map.of("zone", "a")::equals);
  }

  @Test
  void whoLeavesHasLeft() throws Exception {
    int seed = freePort();
    var one = start("one", seed, Keyring.none(), "");
    var two = start("two", freePort(), Keyring.none(), "", seed);
    awaitStatus(one, "two", MemberStatus.ALIVE);
    var seen = new ArrayList<MemberStatus>();
    one.watch(v -> v.member("two").ifPresent(m -> seen.add(m.status())));

    started.remove(two);
    leave(two);

    awaitStatus(one, "two", MemberStatus.LEFT);
    assertThat(seen).doesNotContain(MemberStatus.FAILED);
  }

  @Test
  void theSameKeyJoinsAnotherOneAndNoneDoNot() throws Exception {
    int seed = freePort();
    var one = start("one", seed, key(1), "");
    start("friend", freePort(), key(1), "", seed);
    var stranger = start("stranger", freePort(), key(2), "", seed);
    var plain = start("plain", freePort(), Keyring.none(), "", seed);

    awaitStatus(one, "friend", MemberStatus.ALIVE);
    await().until(() -> stranger.figures().counters().getOrDefault("syncs", 0L) > 2);
    await().until(() -> plain.figures().counters().getOrDefault("syncs", 0L) > 2);

    assertThat(one.view().members()).extracting(Member::name).containsExactly("friend", "one");
    assertThat(stranger.view().members()).hasSize(1);
    assertThat(plain.view().members()).hasSize(1);
  }

  @Test
  void clustersWithDifferentLabelsStayApart() throws Exception {
    int seed = freePort();
    var one = start("one", seed, Keyring.none(), "blue");
    var two = start("two", freePort(), Keyring.none(), "green", seed);

    await().until(() -> two.figures().counters().getOrDefault("syncs", 0L) > 2);

    assertThat(one.view().members()).hasSize(1);
  }

  @Test
  void noiseIsCountedAndNothingElse() throws Exception {
    int port = freePort();
    var one = start("one", port, key(1), "");
    var random = new Random(1);
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < 200; i++) {
        var noise = new byte[random.nextInt(1400)];
        random.nextBytes(noise);
        socket.send(
            new DatagramPacket(noise, noise.length, InetAddress.getByName("127.0.0.1"), port));
      }
    }

    await().until(() -> one.figures().counters().getOrDefault("packets.rejected", 0L) > 100);

    assertThat(one.view().members()).hasSize(1);
    assertThat(one.view().local().incarnation()).isZero();
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> start("one", other.getLocalPort(), Keyring.none(), ""))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("--bind")
          .hasMessageContaining(String.valueOf(other.getLocalPort()));
    }
  }
}

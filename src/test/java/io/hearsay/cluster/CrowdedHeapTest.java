package io.hearsay.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomix.utils.net.Address;
import io.hearsay.cluster.swim.Profile;
import io.hearsay.cluster.transport.Limits;
import io.hearsay.cluster.transport.VertxMessaging;
import io.hearsay.cluster.wire.BootId;
import io.hearsay.cluster.wire.Codec;
import io.hearsay.cluster.wire.Keyring;
import io.hearsay.cluster.wire.MemberRecord;
import io.hearsay.cluster.wire.Message;
import io.hearsay.cluster.wire.State;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What members really take of the heap, over real sockets: no more than is reckoned with. */
class CrowdedHeapTest {
  private static final int CROWD = 4000;

  /** What {@code TableLimits.cost} says of them is a little more. */
  private static final long RECKONED = 3100;

  private static byte[] crowd(Random random) {
    var records = new ArrayList<MemberRecord>();
    for (int i = 0; i < CROWD; i++) {
      records.add(
          new MemberRecord(
              "stranger-" + random.nextInt(10_000_000),
              new BootId(System.currentTimeMillis(), random.nextLong()),
              new InetSocketAddress("127.12.200." + (1 + i % 250), 1 + random.nextInt(60_000)),
              0,
              State.ALIVE,
              0,
              0,
              new TreeMap<>(Map.of("text", "x".repeat(115)))));
    }
    return Codec.encode(new Message.Sync(false, records));
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aMemberTakesNoMoreOfTheHeapThanIsReckoned() throws Exception {
    var vertx = Vertx.vertx();
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var bind = new InetSocketAddress("127.0.0.1", port);
    var cluster =
        GossipCluster.start(
                new ClusterSettings(
                    "one",
                    bind,
                    Optional.empty(),
                    List.of(),
                    "",
                    Keyring.none(),
                    Optional.empty(),
                    AllowList.all(),
                    Optional.empty(),
                    Optional.empty(),
                    Profile.container(),
                    Tags.empty(),
                    true),
                vertx)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    var context = vertx.getOrCreateContext();
    var stranger =
        new VertxMessaging(
            context,
            new InetSocketAddress("127.0.0.1", 0),
            "",
            Keyring.none(),
            Limits.standard(),
            ip -> true);
    stranger.start().get(5, TimeUnit.SECONDS);
    var question = crowd(new Random(1));
    long before = used();

    context.runOnContext(
        v ->
            stranger.sendAndReceive(
                new Address("127.0.0.1", port), "any", question, false, Duration.ofSeconds(20)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.view().members().size() > CROWD * 9 / 10);

    long each = (used() - before) / cluster.view().members().size();
    System.out.printf("a stranger takes %d bytes of the heap%n", each);
    assertThat(each).isLessThanOrEqualTo(RECKONED);
    cluster.leave().toCompletableFuture().get(10, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.transport.TransportLimits;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What members really occupy on the heap, over real sockets: no more than budgeted. */
class CrowdedHeapTest {
  private static final int CROWD = 4000;

  /** Bytes per member; {@code TableLimits.cost} budgets a little more. */
  private static final long BUDGETED = 3100;

  private static byte[] crowd(Random random) {
    var records = new ArrayList<MemberRecord>();
    for (int i = 0; i < CROWD; i++) {
      records.add(
          new MemberRecord(
              "stranger-" + random.nextInt(10_000_000),
              new BootId(System.currentTimeMillis(), random.nextLong()),
              new InetSocketAddress("127.12.200." + (1 + i % 250), 1 + random.nextInt(60_000)),
              new MemberRecord.Claim(0, State.ALIVE, 0),
              new MemberRecord.Word(0, new TreeMap<>(Map.of("text", "x".repeat(115))))));
    }
    return Codec.encode(new Message.Sync(false, records));
  }

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aMemberOccupiesNoMoreHeapThanBudgeted() throws Exception {
    var vertx = Vertx.vertx();
    int port;
    port = FreePort.any();
    var bind = new InetSocketAddress("127.0.0.1", port);
    var cluster =
        ClusterNode.start(
                new ClusterSettings(
                    MembershipOption.GROUP
                        .defaults()
                        .with(MembershipOption.NAME, "one")
                        .with(MembershipOption.BIND, bind),
                    Tags.empty(),
                    true),
                vertx)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    var context = vertx.getOrCreateContext();
    var stranger =
        new TcpTransport(
            context,
            "",
            Keyring.none(),
            new SecureRandom(),
            TransportLimits.standard(),
            ip -> true);
    stranger.client(vertx.createNetClient());
    var question = crowd(new Random(1));
    long before = used();

    context.runOnContext(v -> stranger.ask(bind, "swim", question, 20_000));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.view().members().size() > CROWD * 9 / 10);

    long each = (used() - before) / cluster.view().members().size();
    System.out.printf("a stranger takes %d bytes of the heap%n", each);
    assertThat(each).isLessThanOrEqualTo(BUDGETED);
    cluster.leave().toCompletableFuture().get(10, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}

package io.hearsay.membership.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.atomix.utils.net.Address;
import io.hearsay.membership.atomix.VertxMessagingService;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.StreamSealer;
import io.hearsay.membership.wire.TripwireEnd;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers may cost, over real connections. */
class TcpTransportTest {
  private static final int FRAME = 1 << 20;
  private static final int HELD = 2 << 20;
  private static final long WATCHER = 7;

  /** So long that no connection is closed for its silence while a test runs. */
  private static final int PATIENCE = 600_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<Socket> strangers = new ArrayList<>();
  private int port;
  private VertxMessagingService messaging;

  @BeforeEach
  void start() throws Exception {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    messaging = messaging(port);
    messaging.registerHandler(
        "any", (from, question) -> CompletableFuture.completedFuture(question));
    messaging.start().get(5, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    for (var socket : strangers) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private VertxMessagingService messaging(int at) {
    return messaging(at, new TransportLimits(FRAME, HELD, 64, 32, PATIENCE));
  }

  private VertxMessagingService messaging(int at, TransportLimits limits) {
    return new VertxMessagingService(
        context, new InetSocketAddress("127.0.0.1", at), "", Keyring.none(), limits, ip -> true);
  }

  /** Greets, and sends all but the last byte of a frame. */
  private Socket almostAFrame() throws IOException {
    var socket = new Socket("127.0.0.1", port);
    strangers.add(socket);
    var out = socket.getOutputStream();
    out.write(StreamSealer.greeting(Keyring.none(), new byte[16]));
    out.write(ByteBuffer.allocate(4).putInt(FRAME).array());
    out.write(new byte[FRAME - 1]);
    out.flush();
    return socket;
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read(new byte[64]) < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void unfinishedFramesOfAllStrangersTogetherAreBounded() throws Exception {
    for (int i = 0; i < 8; i++) {
      try {
        almostAFrame();
      } catch (IOException e) {
        // It was closed while it wrote, as it should be.
      }
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> closed() >= 6);

    assertThat(held()).isLessThanOrEqualTo(HELD);
  }

  @Test
  void aMemberThatWasTakenForGoneFindsAFarewell() throws Exception {
    var ended = tripwire(port);

    await()
        .until(
            () -> {
              context.runOnContext(v -> messaging.links().forget(WATCHER));
              return ended.isDone();
            });

    assertThat(ended).isCompletedWithValue(TripwireEnd.FAREWELL);
  }

  @Test
  void aTripwireOfNobodyIsClosedInGoodOrder() throws Exception {
    assertThat(tripwireTo(nonce -> false).get(5, TimeUnit.SECONDS)).isEqualTo(TripwireEnd.FAREWELL);
  }

  @Test
  void aTripwireOfAMemberStays() throws Exception {
    var ended = tripwireTo(nonce -> nonce == WATCHER);
    var other = tripwireTo(nonce -> false);
    // The second has as much time as the first, and began later.
    assertThat(other.get(5, TimeUnit.SECONDS)).isEqualTo(TripwireEnd.FAREWELL);
    assertThat(ended).isNotDone();
  }

  /** A tripwire to a member that is quick to close those of nobody. */
  private CompletableFuture<TripwireEnd> tripwireTo(java.util.function.LongPredicate members)
      throws Exception {
    int at;
    try (var free = new ServerSocket(0)) {
      at = free.getLocalPort();
    }
    var strict = messaging(at, new TransportLimits(FRAME, HELD, 64, 32, 300));
    strict.links().members(members, ip -> true);
    strict.start().get(5, TimeUnit.SECONDS);
    return tripwire(at);
  }

  @Test
  void theLastConnectionsAreForMembers() throws Exception {
    var known = new java.util.concurrent.atomic.AtomicBoolean();
    int at;
    try (var free = new ServerSocket(0)) {
      at = free.getLocalPort();
    }
    var scarce = messaging(at, new TransportLimits(FRAME, HELD, 8, 8, PATIENCE));
    scarce.links().members(nonce -> true, ip -> known.get());
    scarce.start().get(5, TimeUnit.SECONDS);
    for (int i = 0; i < 10; i++) {
      strangers.add(new Socket("127.0.0.1", at));
    }
    await().until(() -> strangers.stream().filter(TcpTransportTest::isEnded).count() == 4);

    known.set(true);
    var member = new Socket("127.0.0.1", at);
    strangers.add(member);
    member.setSoTimeout(5000);

    assertThat(member.getInputStream().read()).as("a greeting").isNotNegative();
  }

  @Test
  void oneAddressHasOnlySoManyAndWhoSaysNothingIsClosed() throws Exception {
    int at;
    try (var free = new ServerSocket(0)) {
      at = free.getLocalPort();
    }
    var strict = messaging(at, new TransportLimits(FRAME, HELD, 64, 4, 1000));
    strict.start().get(5, TimeUnit.SECONDS);
    for (int i = 0; i < 6; i++) {
      strangers.add(new Socket("127.0.0.1", at));
    }
    await().until(() -> strict.links().refused() == 2);

    await().until(() -> strangers.stream().allMatch(TcpTransportTest::isEnded));

    assertThat(strict.links().refused()).isEqualTo(2);
  }

  @Test
  void aFrameThatIsTooLongEndsTheConnection() throws Exception {
    var socket = new Socket("127.0.0.1", port);
    strangers.add(socket);
    var out = socket.getOutputStream();
    out.write(StreamSealer.greeting(Keyring.none(), new byte[16]));
    out.write(ByteBuffer.allocate(4).putInt(FRAME + 1).array());

    await().until(() -> isEnded(socket));

    assertThat(held()).isZero();
  }

  /** Whether nothing comes any more, the greeting being read. */
  private static boolean isEnded(Socket socket) {
    return isClosed(socket) || socket.isClosed();
  }

  @Test
  void aTripwireThatIsRefusedTellsOfThePeerAndOneThatNeverStoodDoesNot() throws Exception {
    try (var closesAtOnce = new ServerSocket(0)) {
      var unopened = tripwire(closesAtOnce.getLocalPort());
      closesAtOnce.accept().close();
      await().until(unopened::isDone);
      assertThat(unopened).isCompletedWithValue(TripwireEnd.UNOPENED);
    }
    int nobody;
    try (var free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    var refused = tripwire(nobody);
    await().until(refused::isDone);
    assertThat(refused).isCompletedWithValue(TripwireEnd.BROKEN);
  }

  private CompletableFuture<TripwireEnd> tripwire(int to) throws Exception {
    var watcher = messaging(0);
    watcher.start().get(5, TimeUnit.SECONDS);
    var ended = new CompletableFuture<TripwireEnd>();
    context.runOnContext(
        v -> watcher.links().tripwire(new Address("127.0.0.1", to), WATCHER, ended::complete));
    return ended;
  }

  @Test
  void whatAConnectionHeldIsFreeWhenItEnds() throws Exception {
    for (int round = 0; round < 5; round++) {
      almostAFrame();
      await().until(() -> held() > FRAME / 2);
      strangers.removeLast().close();
      await().until(() -> held() == 0);
    }

    var peer = messaging(0);
    peer.start().get(5, TimeUnit.SECONDS);
    var question = new byte[FRAME / 2];
    var answer = new CompletableFuture<byte[]>();
    context.runOnContext(
        v ->
            peer.sendAndReceive(
                    new Address("127.0.0.1", port), "any", question, false, Duration.ofSeconds(20))
                .whenComplete(
                    (body, failure) -> {
                      if (failure == null) {
                        answer.complete(body);
                      } else {
                        answer.completeExceptionally(failure);
                      }
                    }));
    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(question);
    await().until(() -> held() == 0);
  }

  private long held() {
    var held = new CompletableFuture<Long>();
    context.runOnContext(v -> held.complete(messaging.links().held()));
    return held.join();
  }

  private long closed() {
    return strangers.stream().filter(TcpTransportTest::isClosed).count();
  }
}

package io.hearsay.membership.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.StreamSealer;
import io.hearsay.membership.wire.TripwireEnd;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers can cost, over real connections. */
class TcpTransportTest {
  private static final int FRAME = 1 << 20;
  private static final int HELD = 2 << 20;
  private static final long WATCHER = 7;

  /** In milliseconds; too long for a connection to be closed for its silence during a test. */
  private static final int PATIENCE = 600_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<Socket> strangers = new ArrayList<>();
  private int port;
  private TcpTransport transport;

  @BeforeEach
  void start() throws Exception {
    port = FreePort.any();
    transport = listening(port, new TransportLimits(FRAME, HELD, 64, 32, PATIENCE));
  }

  @AfterEach
  void stop() throws Exception {
    for (var socket : strangers) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** The connections of a member that nobody connects to. */
  private TcpTransport transport(TransportLimits limits) {
    var all = new TcpTransport(context, "", Keyring.none(), new SecureRandom(), limits, ip -> true);
    all.client(vertx.createNetClient(new NetClientOptions()));
    return all;
  }

  private TcpTransport transport() {
    return transport(new TransportLimits(FRAME, HELD, 64, 32, PATIENCE));
  }

  /** The connections of a member that listens, and answers with the question. */
  private TcpTransport listening(int at, TransportLimits limits) throws Exception {
    var all = transport(limits);
    vertx
        .createNetServer()
        .connectHandler(socket -> all.accept(socket, TcpTransportTest::asked))
        .listen(at, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
    return all;
  }

  private static Optional<CompletableFuture<byte[]>> asked(
      InetSocketAddress from, String subject, byte[] body) {
    return switch (subject) {
      case "echo" -> Optional.of(CompletableFuture.completedFuture(body));
      case "fails" -> Optional.of(CompletableFuture.failedFuture(new IOException("no")));
      default -> Optional.empty();
    };
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  /** Sends a greeting and all but the last byte of a frame. */
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
        // It was closed while it was written to, as it should be.
      }
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> closed() >= 6);

    assertThat(held()).isLessThanOrEqualTo(HELD);
  }

  @Test
  void aMemberTakenForGoneFindsAFarewell() throws Exception {
    var ended = tripwire(port);

    await()
        .until(
            () -> {
              context.runOnContext(v -> transport.forget(WATCHER));
              return ended.isDone();
            });

    assertThat(ended).isCompletedWithValue(TripwireEnd.FAREWELL);
  }

  @Test
  void aTripwireOfAStrangerIsClosedWithAFarewell() throws Exception {
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

  /** A tripwire to a member that soon closes those of strangers. */
  private CompletableFuture<TripwireEnd> tripwireTo(java.util.function.LongPredicate members)
      throws Exception {
    int at;
    at = FreePort.any();
    var strict = listening(at, new TransportLimits(FRAME, HELD, 64, 32, 300));
    strict.members(members, ip -> true);
    return tripwire(at);
  }

  @Test
  void theLastConnectionsAreForMembers() throws Exception {
    var known = new java.util.concurrent.atomic.AtomicBoolean();
    int at;
    at = FreePort.any();
    var scarce = listening(at, new TransportLimits(FRAME, HELD, 8, 8, PATIENCE));
    scarce.members(nonce -> true, ip -> known.get());
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
  void connectionsPerAddressAreBoundedAndSilentOnesAreClosed() throws Exception {
    int at;
    at = FreePort.any();
    var strict = listening(at, new TransportLimits(FRAME, HELD, 64, 4, 1000));
    for (int i = 0; i < 6; i++) {
      strangers.add(new Socket("127.0.0.1", at));
    }
    await().until(() -> strict.refused() == 2);

    await().until(() -> strangers.stream().allMatch(TcpTransportTest::isEnded));

    assertThat(strict.refused()).isEqualTo(2);
  }

  @Test
  void anOversizedFrameEndsTheConnection() throws Exception {
    var socket = new Socket("127.0.0.1", port);
    strangers.add(socket);
    var out = socket.getOutputStream();
    out.write(StreamSealer.greeting(Keyring.none(), new byte[16]));
    out.write(ByteBuffer.allocate(4).putInt(FRAME + 1).array());

    await().until(() -> isEnded(socket));

    assertThat(held()).isZero();
  }

  /** Whether nothing more comes after the greeting. */
  private static boolean isEnded(Socket socket) {
    return isClosed(socket) || socket.isClosed();
  }

  @Test
  void aRefusedTripwireIsEvidenceAndAnUnopenedOneIsNot() throws Exception {
    try (var closesAtOnce = new ServerSocket(0)) {
      var unopened = tripwire(closesAtOnce.getLocalPort());
      closesAtOnce.accept().close();
      await().until(unopened::isDone);
      assertThat(unopened).isCompletedWithValue(TripwireEnd.UNOPENED);
    }
    int nobody;
    nobody = FreePort.any();
    var refused = tripwire(nobody);
    await().until(refused::isDone);
    assertThat(refused).isCompletedWithValue(TripwireEnd.BROKEN);
  }

  private CompletableFuture<TripwireEnd> tripwire(int to) throws Exception {
    var watcher = transport();
    var ended = new CompletableFuture<TripwireEnd>();
    context.runOnContext(v -> watcher.tripwire(at(to), WATCHER, ended::complete));
    return ended;
  }

  @Test
  void aConnectionThatEndsFreesItsResources() throws Exception {
    for (int round = 0; round < 5; round++) {
      almostAFrame();
      await().until(() -> held() > FRAME / 2);
      strangers.removeLast().close();
      await().until(() -> held() == 0);
    }

    var question = new byte[FRAME / 2];
    assertThat(answer("echo", question).get(20, TimeUnit.SECONDS)).isEqualTo(question);
    await().until(() -> held() == 0);
  }

  /** The answer to a question on that subject. */
  private CompletableFuture<byte[]> answer(String subject, byte[] question) {
    var peer = transport();
    var answer = new CompletableFuture<byte[]>();
    context.runOnContext(
        v ->
            peer.ask(at(port), subject, question, 20_000)
                .whenComplete(
                    (body, failure) -> {
                      if (failure == null) {
                        answer.complete(body);
                      } else {
                        answer.completeExceptionally(failure);
                      }
                    }));
    return answer;
  }

  /** A member that ends closes its client before the last of its connections. */
  @Test
  void aQuestionAfterTheEndFailsLikeAnyOther() throws Exception {
    var peer = transport();
    var client = vertx.createNetClient(new NetClientOptions());
    peer.client(client);
    client.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    var ended = new CompletableFuture<Throwable>();
    context.runOnContext(
        v -> {
          peer.ask(at(port), "echo", new byte[0], 20_000)
              .whenComplete((body, failure) -> ended.complete(failure));
          var unused = peer.tripwire(at(port), 1, how -> {});
        });

    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(RequestFailedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "fails"})
  void aQuestionWithoutAnAnswerFailsImmediately(String subject) {
    assertThatThrownBy(() -> answer(subject, new byte[0]).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(RequestFailedException.class)
        .cause()
        .hasFieldOrPropertyWithValue("why", RequestFailedException.Why.UNANSWERED);
  }

  @Test
  void aConnectionCarriesOneQuestionOnly() throws Exception {
    var held = new CompletableFuture<byte[]>();
    int at;
    at = FreePort.any();
    var asked = new AtomicInteger();
    var holds = transport();
    vertx
        .createNetServer()
        .connectHandler(
            socket ->
                holds.accept(
                    socket,
                    (from, subject, body) -> {
                      asked.incrementAndGet();
                      return Optional.of(held);
                    }))
        .listen(at, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
    var socket = new Socket("127.0.0.1", at);
    strangers.add(socket);
    var greeting = StreamSealer.greeting(Keyring.none(), new byte[16]);
    socket.getOutputStream().write(greeting);
    var peers = socket.getInputStream().readNBytes(StreamSealer.GREETING_BYTES);
    var seal = StreamSealer.of(Keyring.none(), greeting, peers, true, "").orElseThrow();

    for (int i = 0; i < 2; i++) {
      var question = new Question("echo", new byte[1]).encoded();
      var plain = ByteBuffer.allocate(1 + question.length);
      plain.put((byte) FramedConnection.QUESTION).put(question);
      var frame = seal.seal(plain.array(), ByteBuffer.allocate(12).putInt(i).array());
      socket
          .getOutputStream()
          .write(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
    }

    await().until(() -> isEnded(socket));
    assertThat(asked).hasValue(1);
  }

  private long held() {
    var held = new CompletableFuture<Long>();
    context.runOnContext(v -> held.complete(transport.held()));
    return held.join();
  }

  private long closed() {
    return strangers.stream().filter(TcpTransportTest::isClosed).count();
  }
}

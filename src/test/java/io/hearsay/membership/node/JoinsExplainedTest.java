package io.hearsay.membership.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.MembershipOption.KeyringFile;
import io.hearsay.membership.Tags;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Members that fail to join each other, on real sockets: within two seconds both sides say why, and
 * what to do.
 */
class JoinsExplainedTest {
  private static final String HERE = "127.61.1.1";
  private static final String COMER = "127.61.1.2";
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> started = new ArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Handler handler = new Lines();
  private int port;

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
        log.add(line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() throws Exception {
    Logger.getLogger("hearsay.cluster").addHandler(handler);
    port = FreePort.any();
  }

  @AfterEach
  void stop() {
    Logger.getLogger("hearsay.cluster").removeHandler(handler);
    started.forEach(c -> c.leave().toCompletableFuture().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static byte[] secret(int seed) {
    var bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Keyring keys(int seed) {
    return seed == 0
        ? Keyring.none()
        : new Keyring(List.of(new SecretKeySpec(secret(seed), "AES")));
  }

  private Cluster start(String ip, int key, String label, List<String> allow, String... seeds)
      throws Exception {
    return start(ip, "at-" + ip, key, label, allow, seeds);
  }

  private Cluster start(
      String ip, String name, int key, String label, List<String> allow, String... seeds)
      throws Exception {
    var settings =
        new ClusterSettings(
            MembershipOption.GROUP
                .defaults()
                .with(MembershipOption.NAME, name)
                .with(MembershipOption.BIND, new InetSocketAddress(ip, port))
                .with(MembershipOption.JOIN, List.of(seeds))
                .with(MembershipOption.LABEL, label)
                .with(MembershipOption.ALLOW, allow)
                .with(MembershipOption.KEYRING, new KeyringFile(keys(key), Optional.empty())),
            Tags.of(Map.of()),
            true);
    var cluster =
        ClusterNode.start(settings, vertx).toCompletableFuture().get(10, TimeUnit.SECONDS);
    started.add(cluster);
    return cluster;
  }

  private Cluster comer(int key, String label) throws Exception {
    return start(COMER, key, label, List.of(), HERE + ":" + port);
  }

  private void says(String... parts) {
    await()
        .atMost(SOON.plusSeconds(1))
        .untilAsserted(
            () -> assertThat(log).anySatisfy(line -> assertThat(line).contains(List.of(parts))));
  }

  private void gives(Cluster comer, String seed, String... parts) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(comer.figures().seeds().getOrDefault(seed, "")).contains(parts));
  }

  private static long count(Cluster of, String counter) {
    return of.figures().counters().get(counter);
  }

  /** Waits until these reasons, and no others, are counted. */
  private static void counts(Cluster of, Direction direction, String... reasons) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Stream.of(JoinRefusal.values()))
                    .filteredOn(r -> of.figures().refusedJoins().of(direction, r) > 0)
                    .extracting(JoinRefusal::text)
                    .containsExactlyInAnyOrder(reasons));
  }

  @ParameterizedTest
  @CsvSource({
    // The key and label of the seed, those of the newcomer, what each says, and as what it counts.
    "1, blue, 2, blue, a key that this member does not have, the key or the label is another, wrong-key, key-or-label",
    "1, blue, 1, green, its --label is not this member's, the key or the label is another, label, key-or-label",
    "0, blue, 0, green, its --label is not this member's, its --label is not this member's, label, label",
    "1, blue, 0, blue, 'does not encrypt, and this member does', 'encrypts, and this member has no key', no-key, no-key",
    "0, blue, 1, blue, 'encrypts, and this member has no key', 'does not encrypt, and this member does', no-key, no-key"
  })
  void bothSidesSayWhatKeepsThemApart(
      int key,
      String label,
      int itsKey,
      String itsLabel,
      String here,
      String there,
      String in,
      String out)
      throws Exception {
    var one = start(HERE, key, label, List.of());
    var two = comer(itsKey, itsLabel);
    var seed = HERE + ":" + port;

    gives(two, seed, there);
    says("refused: " + COMER, here);
    says("the seed " + seed, there);
    counts(one, Direction.IN, in);
    counts(one, Direction.OUT);
    counts(two, Direction.OUT, out);
    counts(two, Direction.IN);

    assertThat(count(one, "connections.rejected")).isPositive();
    assertThat(count(two, "syncs")).isZero();
    assertThat(count(two, "syncs.unanswered")).isPositive();
    assertThat(String.join("\n", log))
        .doesNotContain(Base64.getEncoder().encodeToString(secret(1)))
        .doesNotContain(Base64.getEncoder().encodeToString(secret(2)));
    assertThat(log.stream().filter(l -> l.startsWith("refused: "))).hasSize(1);
    assertThat(log.stream().filter(l -> l.startsWith("the seed "))).hasSize(1);
  }

  @Test
  void aForbiddenAddressIsReported() throws Exception {
    var one = start(HERE, 0, "", List.of(HERE + "/32"));
    var two = comer(0, "");

    gives(two, HERE + ":" + port, "closes it at once", "hearsay.allow");
    says("refused: " + COMER, "hearsay.allow");
    says("the seed " + HERE, "hearsay.allow");
    assertThat(count(one, "connections.forbidden")).isPositive();
    counts(one, Direction.IN, "allow-list");
    counts(two, Direction.OUT, "closed");
  }

  @Test
  void anAbsentSeedIsReported() throws Exception {
    var two = start(COMER, 0, "", List.of(), HERE + ":" + port, "no.such.host.invalid");

    gives(two, HERE + ":" + port, "refuses the connection", "--bind");
    gives(two, "no.such.host.invalid:7946", "its name does not resolve", "hearsay.dns");
    says("the seed " + HERE + ":" + port, "refuses the connection");
    says("the seed no.such.host.invalid:7946", "does not resolve");
    counts(two, Direction.OUT, "refused", "unresolved");
    assertThat(count(two, "syncs")).isZero();
  }

  @Test
  void aSeedThatAppearsIsNoLongerAProblem() throws Exception {
    var two = comer(0, "");
    gives(two, HERE + ":" + port, "refuses the connection");
    start(HERE, 0, "", List.of());
    await().until(() -> two.figures().seeds().isEmpty());
    assertThat(count(two, "syncs")).isPositive();
    counts(two, Direction.OUT, "refused");
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 400 Bad Request\r\n\r\n', speaks HTTP",
    "'\u0015\u0003\u0001\u0000\u0002\u0002\u0016', speaks TLS",
    "'SSH-2.0-x\r\n', speaks SSH"
  })
  void aSeedWithAnotherProtocolIsReportedByTheProtocolsName(String greeting, String words)
      throws Exception {
    try (var server = new ServerSocket(port, 10, InetAddress.getByName(HERE))) {
      Thread.ofPlatform().daemon().start(() -> greet(server, greeting));
      var two = comer(0, "");
      gives(two, HERE + ":" + port, words, "gossip port");
      says("the seed " + HERE + ":" + port, words);
      counts(two, Direction.OUT, "protocol");
    }
  }

  private static void greet(ServerSocket server, String greeting) {
    while (!server.isClosed()) {
      try (var client = server.accept()) {
        client.getOutputStream().write(greeting.getBytes(ISO_8859_1));
        client.getOutputStream().flush();
        var unused = client.getInputStream().read(new byte[64]);
      } catch (IOException e) {
        // The member has closed it, or the test is over.
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\n', speaks HTTP, protocol",
    "'HEAD / HTTP/1.1\r\n', speaks HTTP, protocol",
    "'\u0016\u0003\u0001\u0002\u0000\u0001', speaks TLS, protocol",
    "'\u0006\u0083', that of Serf or Consul, protocol",
    "'H\u0002', another version, version"
  })
  void connectionsWithAnotherProtocolAreReported(String greeting, String words, String reason)
      throws Exception {
    var one = start(HERE, 0, "", List.of());
    try (var client = new Socket()) {
      client.bind(new InetSocketAddress(COMER, 0));
      client.connect(new InetSocketAddress(HERE, port));
      client.getOutputStream().write(greeting.getBytes(ISO_8859_1));
      says("refused: " + COMER, words);
      // It is closed without waiting for more.
      client.setSoTimeout((int) SOON.toMillis());
      assertThat(client.getInputStream().readAllBytes()).hasSizeLessThan(64);
    }
    assertThat(count(one, "connections.foreign") + count(one, "connections.rejected")).isEqualTo(1);
    counts(one, Direction.IN, reason);
  }

  @Test
  void datagramsOfAnotherProtocolAreReported() throws Exception {
    var one = start(HERE, 0, "", List.of());
    try (var socket = new DatagramSocket(new InetSocketAddress(COMER, 0))) {
      var ping = new byte[] {0, (byte) 0x82, 1, 2, 3};
      socket.send(new DatagramPacket(ping, ping.length, new InetSocketAddress(HERE, port)));
    }
    says("refused: " + COMER, "that of Serf or Consul");
    assertThat(count(one, "packets.rejected")).isEqualTo(1);
    // A datagram is no join.
    counts(one, Direction.IN);
  }

  @Test
  void aSilentSeedIsReported() throws Exception {
    try (var silent = new ServerSocket(port, 10, InetAddress.getByName(HERE))) {
      var two = comer(0, "");
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(two.figures().seeds().getOrDefault(HERE + ":" + port, ""))
                      .contains("does not answer"));
      assertThat(silent.isBound()).isTrue();
      counts(two, Direction.OUT, "silent");
    }
  }

  @Test
  void aNameThatIsTakenIsCountedOnBothSides() throws Exception {
    var one = start(HERE, 0, "", List.of());
    var two = start(COMER, "at-" + HERE, 0, "", List.of(), HERE + ":" + port);

    counts(one, Direction.IN, "name-taken");
    counts(two, Direction.OUT, "name-taken");
    await().atMost(SOON).until(() -> two.figures().refusal().contains("the name is taken"));
  }
}

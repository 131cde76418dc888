package io.hearsay.membership.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.KeyReport;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.MembershipOption.KeyringFile;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Query;
import io.hearsay.membership.Tags;
import io.hearsay.membership.UserEvent;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.swim.Profile;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several members over real sockets on loopback. */
class ClusterNodeTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(ClusterNodeTest::leave);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void leave(Cluster cluster) {
    cluster.leave().toCompletableFuture().join();
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
    return start(
        new ClusterSettings(
            MembershipOption.GROUP
                .defaults()
                .with(MembershipOption.NAME, name)
                .with(MembershipOption.BIND, new InetSocketAddress("127.0.0.1", port))
                .with(MembershipOption.JOIN, joins)
                .with(MembershipOption.LABEL, label)
                .with(MembershipOption.KEYRING, new KeyringFile(keyring, Optional.empty()))
                .with(MembershipOption.PROFILE, Profile.local()),
            Tags.of(Map.of("role", "backend")),
            true));
  }

  private Cluster start(ClusterSettings settings) throws Exception {
    var cluster =
        ClusterNode.start(settings, vertx).toCompletableFuture().get(10, TimeUnit.SECONDS);
    started.add(cluster);
    return cluster;
  }

  private static void awaitStatus(Cluster at, String name, MemberStatus status) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> at.view().member(name).map(Member::status).orElse(null), status::equals);
  }

  @Test
  void membersFindEachOtherInAnyOrderAndExchangeTags() throws Exception {
    int seed = FreePort.any();
    var early = start("early", FreePort.any(), Keyring.none(), "", seed);
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
  void aMemberThatLeavesIsLeftAndNotFailed() throws Exception {
    int seed = FreePort.any();
    var one = start("one", seed, Keyring.none(), "");
    var two = start("two", FreePort.any(), Keyring.none(), "", seed);
    awaitStatus(one, "two", MemberStatus.ALIVE);
    var seen = new ArrayList<MemberStatus>();
    one.watch(v -> v.member("two").ifPresent(m -> seen.add(m.status())));

    started.remove(two);
    leave(two);

    awaitStatus(one, "two", MemberStatus.LEFT);
    assertThat(seen).doesNotContain(MemberStatus.FAILED);
  }

  @Test
  void onlyTheSameKeyJoins() throws Exception {
    int seed = FreePort.any();
    var one = start("one", seed, key(1), "");
    start("friend", FreePort.any(), key(1), "", seed);
    var stranger = start("stranger", FreePort.any(), key(2), "", seed);
    var plain = start("plain", FreePort.any(), Keyring.none(), "", seed);

    awaitStatus(one, "friend", MemberStatus.ALIVE);
    await().until(() -> stranger.figures().counters().get("syncs.unanswered") > 2);
    await().until(() -> plain.figures().counters().get("syncs.unanswered") > 2);

    assertThat(one.view().members()).extracting(Member::name).containsExactly("friend", "one");
    assertThat(stranger.view().members()).hasSize(1);
    assertThat(plain.view().members()).hasSize(1);
  }

  @Test
  void clustersWithDifferentLabelsStayApart() throws Exception {
    int seed = FreePort.any();
    var one = start("one", seed, Keyring.none(), "blue");
    var two = start("two", FreePort.any(), Keyring.none(), "green", seed);

    await().until(() -> two.figures().counters().get("syncs.unanswered") > 2);

    assertThat(one.view().members()).hasSize(1);
  }

  @Test
  void noiseIsOnlyCounted() throws Exception {
    int port = FreePort.any();
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

  /** Settings of a member on loopback, to be varied. */
  private static final class Given {
    String ip = "127.0.0.1";
    List<String> seeds = List.of();
    Optional<Path> keyring = Optional.empty();
    List<String> allow = List.of();
    Optional<Path> memory = Optional.empty();
    Optional<InetSocketAddress> dns = Optional.empty();

    ClusterSettings member(String name, int port) throws IOException {
      var values =
          MembershipOption.GROUP
              .defaults()
              .with(MembershipOption.NAME, name)
              .with(MembershipOption.BIND, new InetSocketAddress(ip, port))
              .with(MembershipOption.JOIN, seeds)
              .with(MembershipOption.ALLOW, allow)
              .with(MembershipOption.PROFILE, Profile.local());
      if (keyring.isPresent()) {
        values =
            values.with(
                MembershipOption.KEYRING, new KeyringFile(Keyring.read(keyring.get()), keyring));
      }
      if (memory.isPresent()) {
        values = values.with(MembershipOption.MEMORY, memory.get());
      }
      if (dns.isPresent()) {
        values = values.with(MembershipOption.DNS, dns.get());
      }
      return new ClusterSettings(values, Tags.empty(), true);
    }
  }

  @Test
  void keysAreRotatedOnAllMembersAndInTheirFiles(@TempDir Path dir) throws Exception {
    var first = key(1);
    var second = key(2);
    var members = new ArrayList<Cluster>();
    var files = new ArrayList<Path>();
    int seed = FreePort.any();
    for (int i = 0; i < 3; i++) {
      var given = new Given();
      var file = Files.writeString(dir.resolve("keys" + i), first.text());
      files.add(file);
      given.keyring = Optional.of(file);
      given.seeds = List.of("127.0.0.1:" + seed);
      members.add(start(given.member("m" + i, i == 0 ? seed : FreePort.any())));
    }
    var one = members.getFirst();
    await().until(() -> members.stream().allMatch(m -> m.view().present().size() == 3));
    var fresh = second.text().trim();
    var print = Keyring.print(second.keys().getFirst());
    var old = Keyring.print(first.keys().getFirst());

    // A step that would cut members off is refused.
    assertThatThrownBy(() -> one.useKey(fresh).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasMessageContaining("not all have the key")
        .hasMessageNotContaining(fresh);
    assertThat(done(one.installKey(fresh)).problems()).isEmpty();
    assertThatThrownBy(() -> one.removeKey(old).toCompletableFuture().get(10, TimeUnit.SECONDS))
        .hasMessageContaining("primary");
    assertThat(done(one.useKey(print)).problems()).isEmpty();
    assertThat(done(one.removeKey(old)).keys())
        .isEqualTo(Map.of("m0", List.of(print), "m1", List.of(print), "m2", List.of(print)));

    for (var file : files) {
      assertThat(Keyring.read(file)).isEqualTo(second);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    // The cluster goes on with the new key, and a member that has only the old one is a stranger.
    members.get(2).updateTags(Map.of("rotated", "yes"), Set.of()).toCompletableFuture().join();
    await()
        .until(
            () -> one.view().member("m2").orElseThrow().tags().get("rotated"),
            Optional.of("yes")::equals);
    var late = start("late", FreePort.any(), first, "", seed);
    await().until(() -> late.figures().counters().get("syncs.unanswered") > 2);
    assertThat(one.view().member("late")).isEmpty();
  }

  private static KeyReport done(CompletionStage<KeyReport> report) throws Exception {
    return report.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aMemberOutsideTheAllowListIsIgnored() throws Exception {
    var strict = new Given();
    strict.allow = List.of("127.0.0.0/31", "::1");
    int port = FreePort.any();
    var one = start(strict.member("one", port));
    var near = new Given();
    near.seeds = List.of("127.0.0.1:" + port);
    start(near.member("near", FreePort.any()));
    awaitStatus(one, "near", MemberStatus.ALIVE);
    var far = new Given();
    far.ip = "127.0.0.9";
    far.seeds = near.seeds;

    var stranger = start(far.member("far", FreePort.any()));

    await().until(() -> stranger.figures().counters().get("syncs.unanswered") > 2);
    assertThat(one.view().member("far")).isEmpty();
    assertThat(stranger.view().members()).hasSize(1);
  }

  @Test
  void aMemberOutsideItsOwnAllowListSaysSo() {
    var given = new Given();
    given.allow = List.of("10.0.0.0/8");
    assertThatThrownBy(() -> start(given.member("one", FreePort.any())))
        .hasMessageContaining("hearsay.allow")
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void membersFindEachOtherOverIpv6() throws Exception {
    int port = FreePort.any();
    var given = new Given();
    given.ip = "::1";
    var one = start(given.member("one", port));
    given.seeds = List.of("[::1]:" + port);
    var two = start(given.member("two", FreePort.any()));

    awaitStatus(one, "two", MemberStatus.ALIVE);
    awaitStatus(two, "one", MemberStatus.ALIVE);
    assertThat(one.view().member("two").orElseThrow().address())
        .isEqualTo(InetAddress.getByName("::1"));
  }

  @Test
  void allAddressesAndPortsOfAServiceRecordAreSeeds() throws Exception {
    int port = FreePort.any();
    var one = start(new Given().member("one", port));
    try (var dns = new NameServer()) {
      var given = new Given();
      given.dns = Optional.of(dns.address());
      given.seeds = List.of("_gossip._udp.web.test");
      var two = start(given.member("two", FreePort.any()));
      // The name appears only later, as with a container that starts last.
      await().until(() -> dns.asked() > 1);
      assertThat(two.view().members()).hasSize(1);

      dns.answer(List.of(port, FreePort.any()));

      awaitStatus(two, "one", MemberStatus.ALIVE);
      awaitStatus(one, "two", MemberStatus.ALIVE);
    }
  }

  @Test
  void membersOfTheLastBootAreFoundWithoutAnySeed(@TempDir Path dir) throws Exception {
    int seed = FreePort.any();
    var one = start("one", seed, Keyring.none(), "");
    var given = new Given();
    given.memory = Optional.of(dir.resolve("members"));
    given.seeds = List.of("127.0.0.1:" + seed);
    var two = start(given.member("two", FreePort.any()));
    await().until(() -> Files.exists(given.memory.get()));
    started.remove(two);
    leave(two);
    awaitStatus(one, "two", MemberStatus.LEFT);

    given.seeds = List.of("127.0.0.1:" + FreePort.any());
    start(given.member("two", FreePort.any()));

    awaitStatus(one, "two", MemberStatus.ALIVE);
  }

  @Test
  void anInvalidMemoryFileIsIgnored(@TempDir Path dir) throws Exception {
    var given = new Given();
    given.memory = Optional.of(Files.write(dir.resolve("members"), new byte[] {0, 1, 2, -1}));
    assertThat(start(given.member("one", FreePort.any())).view().members()).hasSize(1);
    assertThat(Files.size(given.memory.get())).isEqualTo(4);
  }

  @Test
  void spoofedPingsCauseNoTrafficToTheirAllegedSender() throws Exception {
    int port = FreePort.any();
    var one = start("one", port, Keyring.none(), "");
    long nonce = HexFormat.fromHexDigitsToLong(one.view().local().id().split("-")[1]);
    var envelope = new PacketSealer("", 4711, Keyring.none());
    var connections = new AtomicInteger();
    int sent = 0;
    int answered = 0;
    try (var source = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        var victim = new ServerSocket(source.getLocalPort(), 50, source.getLocalAddress())) {
      var acceptor =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!Thread.interrupted()) {
                        victim.accept().close();
                        connections.incrementAndGet();
                      }
                    } catch (IOException e) {
                      // The connection is closed, as expected.
                    }
                  });
      source.setSoTimeout(2000);
      for (int i = 1; i <= 500; i++) {
        var bytes = envelope.seal(Codec.encode(new Message.Ping(i, 0)), nonce);
        source.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), port));
        sent += bytes.length;
        var answer = new DatagramPacket(new byte[2000], 2000);
        source.receive(answer);
        answered += answer.getLength();
      }
      assertThat(answered).isLessThanOrEqualTo(sent);
      await().until(() -> connections.get() > 0);
      assertThat(connections).hasValueLessThan(8);
      victim.close();
      acceptor.join();
    }
  }

  @Test
  void aSecondProcessWithALiveNameIsRefused() throws Exception {
    int seed = FreePort.any();
    start("one", seed, Keyring.none(), "");
    var web = start("web", FreePort.any(), Keyring.none(), "", seed);
    awaitStatus(web, "one", MemberStatus.ALIVE);
    var twin = start("web", FreePort.any(), Keyring.none(), "", seed);

    var reason = twin.placeLost().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(reason).contains("the name is taken").contains("--name");
    assertThat(twin.figures().refusal()).isEqualTo(reason);
    assertThat(web.placeLost().toCompletableFuture()).isNotDone();
  }

  @Test
  void aRefusalEndsWhenTheMemberIsLetIn() throws Exception {
    int seed = FreePort.any();
    start("one", seed, Keyring.none(), "");
    var web = start("web", FreePort.any(), Keyring.none(), "", seed);
    awaitStatus(web, "one", MemberStatus.ALIVE);
    var next = start("web", FreePort.any(), Keyring.none(), "", seed);
    await().until(() -> next.figures().refusal(), reason -> reason.contains("the name is taken"));

    leave(web);

    awaitStatus(next, "one", MemberStatus.ALIVE);
    await().until(() -> next.figures().refusal(), String::isEmpty);
    assertThat(next.placeLost().toCompletableFuture()).isNotDone();
  }

  @Test
  void eventsReachAllAndQueriesAreAnsweredByAll() throws Exception {
    int seed = FreePort.any();
    var one = start("one", seed, key(1), "");
    var two = start("two", FreePort.any(), key(1), "", seed);
    awaitStatus(one, "two", MemberStatus.ALIVE);
    var heard = new CopyOnWriteArrayList<UserEvent>();
    two.onEvent(heard::add);
    two.onQuery(
        q ->
            CompletableFuture.supplyAsync(
                () -> Payload.of(q.name() + "?" + q.payload().text() + q.time())));
    var binary = Payload.of(new byte[] {'v', (byte) 0xff, 0, (byte) 0x80});

    one.event("deploy", binary, true).toCompletableFuture().join();
    await().until(() -> heard, List.of(new UserEvent("one", "deploy", binary, 1, true))::equals);
    var answers = new ConcurrentHashMap<String, String>();
    one.query(
            Query.toAll("load", Payload.of("1m"), Duration.ofSeconds(10)),
            (from, answer) -> answers.put(from, answer.text()))
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);

    assertThat(answers).isEqualTo(Map.of("one", "", "two", "load?1m1"));
  }
}

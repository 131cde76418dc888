package io.hearsay.membership.atomix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.atomix.cluster.ClusterMembershipEvent;
import io.atomix.cluster.ClusterMembershipEventListener;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.MembershipOption;
import io.hearsay.membership.Tags;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.dns.Resolver;
import io.hearsay.membership.docker.Containers;
import io.hearsay.membership.swim.Changes;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.swim.MemberSnapshot;
import io.hearsay.membership.swim.Profile;
import io.hearsay.membership.swim.SwimListener;
import io.hearsay.membership.swim.Timers;
import io.hearsay.membership.transport.RequestFailedException;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.transport.TransportLimits;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes through Atomix' services, and does not come without them. */
class AtomixRuntimeTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Vertx vertx = Vertx.vertx();
  private final List<Node> nodes = new ArrayList<>();

  /** One member on loopback, with nothing around the runtime. */
  private final class Node implements SwimListener {
    final Context context = vertx.getOrCreateContext();
    final Counters counters = new Counters();
    final int port;
    final MemberRecord record;
    final SeedDiscoveryProvider provider;
    final AtomixRuntime runtime;

    Node(String name, int... seeds) throws Exception {
      port = FreePort.any();
      var bind = new InetSocketAddress("127.0.0.1", port);
      var joins = new ArrayList<HostPort>();
      for (int seed : seeds) {
        joins.add(new HostPort("127.0.0.1", seed));
      }
      record = record(name, bind, State.ALIVE);
      provider =
          new SeedDiscoveryProvider(
              vertx,
              context,
              new Resolver(vertx, context, Optional.empty(), Containers.of(Optional.empty())),
              joins);
      runtime =
          new AtomixRuntime(
              new AtomixRuntime.Local(
                  settings(name, bind), record, context, new ContextTimers(context), counters),
              provider,
              this::seeds,
              this);
      nodes.add(this);
      runtime.start().get(10, TimeUnit.SECONDS);
    }

    private java.util.Set<InetSocketAddress> seeds() {
      return runtime.seeds();
    }

    ClusterView view() {
      return runtime.view();
    }

    /** Whether the protocol itself knows that many members. */
    boolean protocolKnows(int members) {
      return onContext(context, () -> runtime.swim().members().size()) == members;
    }

    @Override
    public void changed(Changes changes) {
      runtime.changed(changes);
    }

    @Override
    public void superseded(MemberRecord by) {}

    @Override
    public void failed(RuntimeException failure) {
      throw failure;
    }

    @Override
    public void refused(String reason) {}

    @Override
    public void event(String from, Message.Event event) {}

    @Override
    public void query(String from, Message.Query query, Consumer<Bytes> answer) {}
  }

  private final class ContextTimers implements Timers {
    private final Context context;

    ContextTimers(Context context) {
      this.context = context;
    }

    @Override
    public long millis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public Instant wallClock() {
      return Instant.now();
    }

    @Override
    public Timer after(long millis, Runnable task) {
      long id = vertx.setTimer(millis, t -> context.runOnContext(v -> task.run()));
      return () -> vertx.cancelTimer(id);
    }
  }

  private static ClusterSettings settings(String name, InetSocketAddress bind) {
    return new ClusterSettings(
        MembershipOption.GROUP
            .defaults()
            .with(MembershipOption.NAME, name)
            .with(MembershipOption.BIND, bind)
            .with(MembershipOption.PROFILE, Profile.local()),
        Tags.empty(),
        true);
  }

  private static MemberRecord record(String name, InetSocketAddress address, State state) {
    return new MemberRecord(
        name,
        new BootId(System.currentTimeMillis(), name.hashCode()),
        address,
        new MemberRecord.Claim(0, state, 0),
        new MemberRecord.Word(0, new TreeMap<>(Map.of("role", "backend"))));
  }

  private static MemberSnapshot snapshot(String name, State state) {
    return new MemberSnapshot(
        new MemberRecord(
            name,
            new BootId(1, name.hashCode()),
            new InetSocketAddress("192.0.2.1", 7946),
            new MemberRecord.Claim(0, state, 0),
            new MemberRecord.Word(0, new TreeMap<>(Map.of("role", "backend")))),
        Instant.EPOCH,
        OptionalDouble.empty());
  }

  private static <T> T onContext(Context context, java.util.function.Supplier<T> work) {
    var result = new CompletableFuture<T>();
    context.runOnContext(v -> result.complete(work.get()));
    return result.join();
  }

  private static void onContext(Context context, Runnable work) {
    onContext(
        context,
        () -> {
          work.run();
          return true;
        });
  }

  private static List<String> names(ClusterView view) {
    return view.members().stream().map(Member::name).toList();
  }

  private static void change(Node node, List<String> forgotten, MemberSnapshot... now) {
    onContext(node.context, () -> node.runtime.changed(new Changes(List.of(now), forgotten)));
  }

  @AfterEach
  void stop() {
    nodes.forEach(n -> n.runtime.stop().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theViewFollowsTheMembershipServiceAndNothingElse() throws Exception {
    var one = new Node("one");
    new Node("two", one.port);
    await().until(() -> names(one.view()), List.of("one", "two")::equals);

    // Unplugged.
    onContext(one.context, () -> one.runtime.membership().removeListener(one.runtime.views()));
    long before = one.view().version();
    new Node("three", one.port);
    await().until(() -> one.protocolKnows(3));
    onContext(one.context, () -> {});
    assertThat(names(one.view())).containsExactly("one", "two");
    assertThat(one.view().version()).isEqualTo(before);

    // Plugged in again: the next change brings everything that was missed.
    onContext(one.context, () -> one.runtime.membership().addListener(one.runtime.views()));
    new Node("zoe", one.port);
    await().until(() -> names(one.view()), List.of("one", "three", "two", "zoe")::equals);
  }

  @Test
  void seedsComeThroughTheDiscoveryServiceAndItsEvents() throws Exception {
    var one = new Node("one");
    var two = new Node("two");
    var seed = new HostPort("127.0.0.1", one.port);

    // Unplugged: the provider knows the seed, but it reaches nobody.
    two.runtime.discovery().removeListener(two.runtime.seedAddresses());
    two.provider.add(List.of(seed)).get(5, TimeUnit.SECONDS);
    assertThat(two.provider.addresses()).hasSize(1);
    assertThat(two.runtime.seeds()).isEmpty();
    long syncs = two.counters.of(Counter.SYNCS);
    assertThat(syncs).isZero();

    // Plugged in: the next event brings both.
    two.runtime.discovery().addListener(two.runtime.seedAddresses());
    two.provider.add(List.of(new HostPort("127.0.0.1", FreePort.any()))).get(5, TimeUnit.SECONDS);
    assertThat(two.runtime.seeds()).hasSize(2);
    await().until(() -> names(two.view()), List.of("one", "two")::equals);
  }

  @Test
  void aBatchMakesOneViewAndKeepsUnchangedMembers() throws Exception {
    var one = new Node("one");
    var views = new CopyOnWriteArrayList<ClusterView>();
    one.runtime.watch(views::add);
    change(one, List.of(), snapshot("web2", State.ALIVE), snapshot("web1", State.ALIVE));
    change(one, List.of(), snapshot("web2", State.SUSPECT));
    // Only the round trip differs: no new view.
    change(
        one,
        List.of(),
        new MemberSnapshot(
            snapshot("web1", State.ALIVE).member(), Instant.EPOCH, OptionalDouble.of(1)));
    change(one, List.of("web1"));

    assertThat(views)
        .extracting(AtomixRuntimeTest::names)
        .containsExactly(
            List.of("one"),
            List.of("one", "web1", "web2"),
            List.of("one", "web1", "web2"),
            List.of("one", "web2"));
    assertThat(views).extracting(ClusterView::version).containsExactly(1L, 2L, 3L, 4L);
    assertThat(views.get(2).members().get(0)).isSameAs(views.get(1).members().get(0));
    assertThat(views.get(2).members().get(1)).isSameAs(views.get(1).members().get(1));
    assertThat(views.get(1).members().get(2).status()).isEqualTo(MemberStatus.ALIVE);
    assertThat(views.get(2).members().get(2).status()).isEqualTo(MemberStatus.SUSPECT);
  }

  @Test
  void failedAndLeftMembersStayInactiveUntilTheyAreForgotten() throws Exception {
    var one = new Node("one");
    var told = new CopyOnWriteArrayList<String>();
    one.runtime
        .membership()
        .addListener(
            (ClusterMembershipEventListener) e -> told.add(e.type() + " " + e.subject().id().id()));

    change(one, List.of(), snapshot("web1", State.ALIVE), snapshot("web2", State.ALIVE));
    change(one, List.of(), snapshot("web1", State.FAILED), snapshot("web2", State.LEFT));

    assertThat(one.runtime.membership().getMembers())
        .filteredOn(m -> m.id().id().startsWith("web"))
        .hasSize(2)
        .noneMatch(m -> m.isActive() || m.isReachable());
    assertThat(one.view().present()).extracting(Member::name).containsExactly("one");
    assertThat(one.view().members())
        .extracting(Member::status)
        .containsExactly(MemberStatus.ALIVE, MemberStatus.FAILED, MemberStatus.LEFT);

    change(one, List.of("web1", "web2"));

    assertThat(one.runtime.membership().getMembers()).hasSize(1);
    assertThat(told)
        .containsExactly(
            ClusterMembershipEvent.Type.MEMBER_ADDED + " web1",
            ClusterMembershipEvent.Type.MEMBER_ADDED + " web2",
            ClusterMembershipEvent.Type.REACHABILITY_CHANGED + " web1",
            ClusterMembershipEvent.Type.REACHABILITY_CHANGED + " web2",
            ClusterMembershipEvent.Type.MEMBER_REMOVED + " web1",
            ClusterMembershipEvent.Type.MEMBER_REMOVED + " web2");
  }

  @Test
  void aRequestReachesTheNamedMemberAndNobodyElse() throws Exception {
    var one = new Node("one");
    var two = new Node("two", one.port);
    var three = new Node("three", one.port);
    await().until(() -> nodes.stream().allMatch(n -> n.view().members().size() == 3));
    var asked = new CopyOnWriteArrayList<String>();
    for (var node : nodes) {
      node.runtime.answer(
          "greeting",
          (from, question) -> {
            asked.add(node.record.name() + " by " + from);
            return CompletableFuture.supplyAsync(() -> question);
          });
    }

    var answer = one.runtime.ask("two", "greeting", new byte[] {1, 2}, LIMIT);

    assertThat(answer.get(5, TimeUnit.SECONDS)).containsExactly(1, 2);
    assertThat(asked).containsExactly("two by one");
    assertThat(one.counters.of(Counter.QUESTIONS_SENT)).isEqualTo(1);
    assertThat(two.counters.of(Counter.QUESTIONS_RECEIVED)).isEqualTo(1);
    assertThat(three.counters.of(Counter.QUESTIONS_RECEIVED)).isZero();
    assertThatThrownBy(() -> one.runtime.ask("two", "weather", new byte[0], LIMIT).get())
        .hasCauseInstanceOf(RequestFailedException.class);
    assertThatThrownBy(() -> one.runtime.ask("nobody", "greeting", new byte[0], LIMIT).get())
        .hasMessageContaining("does not take part");
  }

  @Test
  void aStrangerIsNotAnswered() throws Exception {
    var one = new Node("one");
    var two = new Node("two", one.port);
    await().until(() -> names(one.view()), List.of("one", "two")::equals);
    var asked = new CopyOnWriteArrayList<String>();
    one.runtime.answer(
        "greeting",
        (from, question) -> {
          asked.add(from);
          return CompletableFuture.completedStage(question);
        });
    var stranger =
        new TcpTransport(
            one.context,
            "",
            Keyring.none(),
            new SecureRandom(),
            TransportLimits.standard(),
            ip -> true);
    stranger.client(vertx.createNetClient());
    var address = new InetSocketAddress("127.0.0.1", one.port);
    long boot = two.record.boot().nonce();

    for (var forged :
        new byte[][] {
          new MemberMessage("stranger", boot, new byte[0]).encoded(),
          new MemberMessage("two", boot + 1, new byte[0]).encoded(),
          new byte[0],
          new byte[] {1, 2, 3}
        }) {
      var result = new CompletableFuture<byte[]>();
      onContext(
          one.context,
          () ->
              stranger
                  .ask(address, "greeting", forged, 5000)
                  .whenComplete((answer, failure) -> result.completeExceptionally(failure)));
      assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS))
          .cause()
          .hasFieldOrPropertyWithValue("why", RequestFailedException.Why.UNANSWERED);
    }
    assertThat(asked).isEmpty();
    assertThat(one.counters.of(Counter.QUESTIONS_RECEIVED)).isZero();

    two.runtime.ask("one", "greeting", new byte[0], LIMIT).get(5, TimeUnit.SECONDS);
    assertThat(asked).containsExactly("two");
  }
}

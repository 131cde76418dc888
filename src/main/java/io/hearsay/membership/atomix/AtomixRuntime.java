package io.hearsay.membership.atomix;

import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.impl.DefaultClusterMembershipService;
import io.atomix.cluster.impl.DefaultNodeDiscoveryService;
import io.atomix.cluster.messaging.impl.DefaultClusterCommunicationService;
import io.atomix.utils.Version;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.swim.Changes;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.swim.Environment;
import io.hearsay.membership.swim.MemberSnapshot;
import io.hearsay.membership.swim.Swim;
import io.hearsay.membership.swim.SwimListener;
import io.hearsay.membership.swim.Timers;
import io.hearsay.membership.transport.RequestFailedException;
import io.hearsay.membership.wire.MemberRecord;
import io.vertx.core.Context;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * One member's Atomix services, with Hearsay's protocol and transports inside: views come from the
 * membership service, seeds from the discovery service, and the communication service carries
 * questions to named members. No other package knows Atomix. Confined to the cluster's context
 * unless a method says otherwise.
 */
public final class AtomixRuntime {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private final Context context;
  private final VertxBootstrap network;
  private final PacketSealer sealer;
  private final Swim swim;
  private final SwimMembershipProtocol protocol;
  private final DefaultNodeDiscoveryService discovery;
  private final DefaultClusterMembershipService membership;
  private final SeedAddresses seeds;
  private final ViewPublisher views;
  private final MemberMessenger messenger;
  private final SeedReport report;
  private boolean encrypts;

  /**
   * The local member.
   *
   * @param record its initial record
   * @param context on which all of it runs
   */
  public record Local(
      ClusterSettings settings,
      MemberRecord record,
      Context context,
      Timers timers,
      Counters counters) {}

  /**
   * Creates the services without starting them.
   *
   * @param provider resolves the seeds
   * @param placesToAsk where to look for other members, including {@link #seeds()}
   * @param listener receives the protocol's notifications; has to pass changes on to {@link
   *     #changed}
   */
  public AtomixRuntime(
      Local local,
      SeedDiscoveryProvider provider,
      Supplier<Set<InetSocketAddress>> placesToAsk,
      SwimListener listener) {
    this.context = local.context();
    var settings = local.settings();
    this.encrypts = settings.keyring().encrypts();
    this.report = provider.report();
    long nonce = local.record().boot().nonce();
    this.network = new VertxBootstrap(context, settings);
    this.sealer = new PacketSealer(settings.label(), nonce, settings.keyring());
    var transport =
        new SwimTransport(
            context,
            network,
            sealer,
            nonce,
            settings.allow(),
            local.counters(),
            new SwimTransport.Explaining(
                new RefusalLog(
                    local.counters(), provider.refusedJoins(), local.timers()::millis, LOG::warn),
                this::asked));
    this.swim =
        new Swim(
            settings.profile(),
            local.record(),
            placesToAsk,
            settings.allow(),
            new Environment(
                local.timers(),
                RandomGenerator.of("L64X128MixRandom"),
                transport,
                local.counters()),
            listener);
    transport.deliverTo(swim);
    this.protocol = new SwimMembershipProtocol(context, swim);
    var self =
        HearsayMember.of(new MemberSnapshot(local.record(), Instant.now(), OptionalDouble.empty()));
    this.discovery = new DefaultNodeDiscoveryService(network, self, provider);
    this.seeds = new SeedAddresses(discovery, swim::found);
    discovery.addListener(seeds);
    this.membership =
        new DefaultClusterMembershipService(
            self, Version.from("0.1.0"), discovery, network, protocol);
    this.views = new ViewPublisher(membership, settings.name(), settings.label());
    membership.addListener(views);
    this.messenger =
        new MemberMessenger(
            context,
            membership,
            new DefaultClusterCommunicationService(
                membership, network.getMessagingService(), network.getUnicastService()),
            local.counters(),
            local.record());
  }

  private void asked(InetSocketAddress to, Optional<RequestFailedException> failure) {
    if (failure.isEmpty()) {
      report.answered(to);
      return;
    }
    var why = failure.get();
    boolean passes =
        switch (why.why()) {
          case REFUSED, UNREACHABLE, SILENT, CLOSED_AT_ONCE -> true;
          case UNANSWERED, CLOSED, MISMATCHED -> false;
        };
    report.failed(
        to,
        new SeedReport.Failure(
            JoinReasons.of(why, encrypts), JoinWords.outbound(why, encrypts), !passes),
        this::isPresent);
  }

  /** Whether a present member is at that address. */
  private boolean isPresent(InetSocketAddress address) {
    return swim.isHost(address.getAddress())
        && views.view().present().stream()
            .anyMatch(
                m -> m.port() == address.getPort() && m.address().equals(address.getAddress()));
  }

  /** Binds the sockets and looks for other members; fails if it cannot bind. Any thread. */
  public CompletableFuture<Void> start() {
    return network.start().thenCompose(v -> membership.start()).thenApply(service -> null);
  }

  /** Leaves gracefully and closes everything. Any thread. */
  public CompletableFuture<Void> stop() {
    return membership.stop().thenCompose(v -> network.stop());
  }

  /** The protocol. */
  public Swim swim() {
    return swim;
  }

  /** The protocol's table has changed: updates Atomix' members and publishes a view of them. */
  public void changed(Changes changes) {
    for (var snapshot : changes.now()) {
      if (!snapshot.member().state().present()) {
        network.links().forget(snapshot.member().boot().nonce());
      }
    }
    protocol.changed(changes);
    views.publish();
    report.seen(this::isPresent);
  }

  /** Replaces the keys. */
  public void rekey(Keyring keyring) {
    encrypts = keyring.encrypts();
    sealer.rekey(keyring);
    network.links().rekey(keyring);
  }

  /** The newest view. Any thread. */
  public ClusterView view() {
    return views.view();
  }

  /**
   * Calls the listener, on the context, with the current view and each newer one. Any thread.
   *
   * @return stops the notifications when run
   */
  public Runnable watch(Consumer<ClusterView> listener) {
    context.runOnContext(v -> views.watch(listener));
    return () -> views.unwatch(listener);
  }

  /** The addresses of the seeds. Any thread. */
  public Set<InetSocketAddress> seeds() {
    return seeds.addresses();
  }

  /**
   * Asks a member by name. Any thread.
   *
   * @param subject 1 to 32 lower-case letters, digits, dots and dashes
   * @return completes on the context; fails if there is no such member or it does not answer
   */
  public CompletableFuture<byte[]> ask(
      String member, String subject, byte[] question, Duration limit) {
    return messenger.ask(member, subject, question, limit);
  }

  /**
   * Sets what answers members' questions on a subject. Any thread.
   *
   * @param responder from the asking member's name and the question; runs on the context, must not
   *     block
   */
  public void answer(
      String subject, BiFunction<String, byte[], CompletionStage<byte[]>> responder) {
    messenger.answer(subject, responder);
  }

  /** For tests: the service that views come from. */
  ClusterMembershipService membership() {
    return membership;
  }

  ViewPublisher views() {
    return views;
  }

  /** For tests: the service that seeds come from. */
  DefaultNodeDiscoveryService discovery() {
    return discovery;
  }

  SeedAddresses seedAddresses() {
    return seeds;
  }
}

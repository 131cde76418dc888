package io.hearsay.membership.node;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.KeyReport;
import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.Query;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TagsFile;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.UserEvent;
import io.hearsay.membership.atomix.AtomixRuntime;
import io.hearsay.membership.atomix.MemberMapper;
import io.hearsay.membership.atomix.SeedDiscoveryProvider;
import io.hearsay.membership.dns.Resolver;
import io.hearsay.membership.docker.Containers;
import io.hearsay.membership.mdns.Discovery;
import io.hearsay.membership.mdns.MulticastGroup;
import io.hearsay.membership.swim.Changes;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.swim.Question;
import io.hearsay.membership.swim.Swim;
import io.hearsay.membership.swim.SwimListener;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.Printable;
import io.hearsay.membership.wire.State;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The cluster on a real network: implements its operations with Atomix' services and the protocol.
 */
public final class ClusterNode implements Cluster {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  /** Maximum number of characters from other members in a log line. */
  private static final int SHOWN = 300;

  private static final Duration KEY_LIMIT = Duration.ofSeconds(3);
  private static final long REMEMBER_AFTER_MILLIS = 1000;

  /**
   * Maximum number of logged faults of the protocol, so that a recurring one does not fill the log.
   */
  private static final long LOGGED_FAULTS = 10;

  private final ClusterSettings settings;
  private final Context context;
  private final VertxTimers timers;
  private final SeedDiscoveryProvider seeds;
  private final AtomixRuntime runtime;
  private final Swim swim;
  private final Counters counters = new Counters();
  private final KeyRotation keys;
  private final AddressWatch addressWatch;
  private final Optional<Discovery> discovery;
  private final Place place;
  private final List<Consumer<UserEvent>> eventListeners = new CopyOnWriteArrayList<>();
  private volatile Function<UserEvent, CompletionStage<Payload>> responder =
      query -> CompletableFuture.completedFuture(Payload.empty());
  private Set<InetSocketAddress> remembered = Set.of();
  private List<InetSocketAddress> lastSeen = List.of();
  private boolean remembering;
  private CompletableFuture<Void> leaving;

  private ClusterNode(
      ClusterSettings settings,
      Vertx vertx,
      Context context,
      SeedDiscoveryProvider seeds,
      MemberRecord self,
      boolean guessed) {
    this.settings = settings;
    this.context = context;
    this.seeds = seeds;
    this.timers = new VertxTimers(vertx, context);
    this.place = new Place(settings.name(), timers);
    this.runtime =
        new AtomixRuntime(
            new AtomixRuntime.Local(settings, self, context, timers, counters),
            seeds,
            this::placesToAsk,
            new Listener());
    this.swim = runtime.swim();
    this.keys =
        new KeyRotation(
            context,
            settings.keyring(),
            settings.keyringFile().map(KeyFile::new),
            runtime::rekey,
            (member, order) ->
                Future.fromCompletionStage(
                    runtime.ask(member, KeyRotation.SUBJECT, order, KEY_LIMIT), context));
    runtime.answer(KeyRotation.SUBJECT, (from, order) -> keys.answer(order).toCompletionStage());
    this.addressWatch =
        new AddressWatch(
            vertx,
            context,
            settings,
            new AddressWatch.Present(self.address().getAddress(), guessed),
            runtime::seeds,
            ip -> moved(new InetSocketAddress(ip, self.address().getPort())));
    this.discovery =
        settings
            .discover()
            .map(
                service ->
                    new Discovery(
                        new Discovery.Sought(service, settings.name(), settings.allow()),
                        new MulticastGroup(context),
                        timers,
                        RandomGenerator.of("L64X128MixRandom"),
                        seeds::discovered));
  }

  private void moved(InetSocketAddress address) {
    swim.moved(address);
    discovery.ifPresent(d -> d.start(address));
  }

  /** The seeds and, while most of the remembered members are missing, those as well. */
  private Set<InetSocketAddress> placesToAsk() {
    if (remembered.isEmpty() || view().present().size() > remembered.size() / 2 + 1) {
      return runtime.seeds();
    }
    var all = new HashSet<>(remembered);
    all.addAll(runtime.seeds());
    return all;
  }

  /**
   * Starts a member.
   *
   * @return fails with an {@link IOException} if there is no address to advertise or the port is
   *     taken; the message names the option and the fix
   */
  public static CompletionStage<Cluster> start(ClusterSettings settings, Vertx vertx) {
    // The same engine that Docker's own commands would ask.
    var dockerHost = Optional.ofNullable(System.getenv("DOCKER_HOST"));
    return start(settings, vertx, Containers.of(dockerHost));
  }

  /** Starts a member that takes seeds from these containers. */
  static CompletionStage<Cluster> start(
      ClusterSettings settings, Vertx vertx, Containers containers) {
    var context = vertx.getOrCreateContext();
    var seeds =
        new SeedDiscoveryProvider(
            vertx,
            context,
            new Resolver(vertx, context, settings.dns(), containers),
            settings.seeds().stream()
                .map(s -> HostPort.seed(s, ClusterSettings.DEFAULT_PORT))
                .toList());
    return seeds
        .add(List.of())
        .thenCompose(
            none -> {
              try {
                var choice =
                    AdvertiseAddress.choose(
                        settings.advertise(),
                        settings.bind().getAddress(),
                        List.copyOf(seeds.addresses()));
                LOG.infof(
                    "%s is reached at %s: %s",
                    settings.name(), choice.address().getHostAddress(), choice.reason());
                if (!settings.allow().test(choice.address())) {
                  throw new IOException(
                      "hearsay.allow "
                          + settings.allow()
                          + " does not allow this member's own address "
                          + choice.address().getHostAddress()
                          + "; add a block with it, or choose another with --advertise");
                }
                int port =
                    AdvertiseAddress.port(settings.advertise()).orElse(settings.bind().getPort());
                var self = self(settings, new InetSocketAddress(choice.address(), port));
                return new ClusterNode(settings, vertx, context, seeds, self, choice.guessed())
                    .begin();
              } catch (IOException e) {
                return CompletableFuture.failedStage(e);
              }
            });
  }

  private static MemberRecord self(ClusterSettings settings, InetSocketAddress address) {
    var boot = new BootId(System.currentTimeMillis(), new SecureRandom().nextLong());
    int flags = settings.healthy() ? Flags.HEALTHY : 0;
    return new MemberRecord(
        settings.name(),
        boot,
        address,
        new MemberRecord.Claim(0, State.ALIVE, 0),
        new MemberRecord.Word(flags, new TreeMap<>(settings.tags().asMap())));
  }

  private CompletionStage<Cluster> begin() {
    addressWatch.start();
    var result = new CompletableFuture<Cluster>();
    recall()
        .onComplete(
            v ->
                runtime
                    .start()
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            context.runOnContext(w -> discover());
                            result.complete(this);
                          } else {
                            result.completeExceptionally(bindFailure(failure));
                          }
                        }));
    return result;
  }

  private void discover() {
    if (leaving == null) {
      discovery.ifPresent(d -> d.start(swim.self().address()));
    }
  }

  private Future<Void> recall() {
    return context
        .executeBlocking(
            () ->
                settings
                    .memory()
                    .map(f -> new RestartMemory(f).read())
                    .orElse(RestartMemory.Kept.NOTHING),
            true)
        .map(
            found -> {
              remembered = Set.copyOf(found.members());
              lastSeen = found.members();
              swim.recall(found.eventTime(), found.queryTime());
              if (settings.replay()) {
                swim.wantPast();
              }
              return null;
            });
  }

  /** Saves the present members soon; while alone, those that were present last. */
  private void remember() {
    if (settings.memory().isEmpty() || remembering) {
      return;
    }
    remembering = true;
    timers.after(
        REMEMBER_AFTER_MILLIS,
        () -> {
          remembering = false;
          var others = new ArrayList<InetSocketAddress>();
          for (var member : view().present()) {
            if (!member.name().equals(settings.name())) {
              others.add(new InetSocketAddress(member.address(), member.port()));
            }
          }
          if (!others.isEmpty()) {
            lastSeen = others;
          }
          if (!lastSeen.isEmpty() || swim.eventTime() > 0 || swim.queryTime() > 0) {
            var file = new RestartMemory(settings.memory().get());
            var kept =
                new RestartMemory.Kept(List.copyOf(lastSeen), swim.eventTime(), swim.queryTime());
            var unused =
                context.executeBlocking(
                    () -> {
                      file.write(kept);
                      return null;
                    },
                    true);
          }
        });
  }

  private IOException bindFailure(Throwable failure) {
    var address = settings.bind();
    return new IOException(
        "cannot listen for gossip on "
            + address.getAddress().getHostAddress()
            + ":"
            + address.getPort()
            + " (UDP and TCP): "
            + failure.getMessage()
            + ". Is another agent running there? Choose another address with --bind ADDR[:PORT]",
        failure);
  }

  @Override
  public ClusterView view() {
    return runtime.view();
  }

  @Override
  public Runnable watch(Consumer<ClusterView> listener) {
    return runtime.watch(listener);
  }

  @Override
  public CompletionStage<Integer> join(List<String> more) {
    var parsed = more.stream().map(s -> HostPort.parse(s, ClusterSettings.DEFAULT_PORT)).toList();
    var answered = new CompletableFuture<Integer>();
    seeds
        .add(parsed)
        .whenComplete(
            (addresses, failure) ->
                context.runOnContext(v -> swim.join(Set.copyOf(addresses), answered::complete)));
    return answered;
  }

  @Override
  public CompletionStage<Void> updateTags(Map<String, String> set, Set<String> delete) {
    return this.<Tags>onContext(
            () -> {
              var self = swim.self();
              var tags = new TreeMap<>(self.tags());
              tags.keySet().removeAll(delete);
              tags.putAll(set);
              // Rejects tags that are too large before they are announced.
              var checked = Tags.of(tags);
              swim.say(self.flags(), new TreeMap<>(checked.asMap()));
              return checked;
            })
        .thenCompose(this::keep);
  }

  /** Saves the tags; announcing them does not depend on that. */
  private CompletionStage<Void> keep(Tags tags) {
    if (settings.tagsFile().isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    var file = settings.tagsFile().get();
    return context
        .<Void>executeBlocking(
            () -> {
              TagsFile.write(file, tags);
              return null;
            },
            true)
        .otherwise(
            failure -> {
              LOG.warnf("hearsay.tags-file %s cannot be written: %s", file, failure.getMessage());
              return null;
            })
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Void> announce(boolean healthy, TrafficMode mode) {
    return onContext(
        () -> {
          var self = swim.self();
          int flags = MemberMapper.flags(self.flags(), healthy, mode);
          if (flags != self.flags()) {
            swim.say(flags, self.tags());
          }
          return null;
        });
  }

  @Override
  public CompletionStage<Void> announceLeaving() {
    return onContext(
        () -> {
          var self = swim.self();
          swim.say(self.flags() | Flags.LEAVING | Flags.DRAIN, self.tags());
          return null;
        });
  }

  @Override
  public CompletionStage<Boolean> forceLeave(String name, boolean prune) {
    return onContext(() -> swim.forceLeave(name, prune));
  }

  @Override
  public CompletionStage<Void> leave() {
    return this.<CompletionStage<Void>>onContext(
            () -> {
              if (leaving == null) {
                addressWatch.stop();
                discovery.ifPresent(Discovery::stop);
                leaving = runtime.stop();
              }
              return leaving;
            })
        .thenCompose(stage -> stage);
  }

  @Override
  public CompletionStage<Void> event(String name, Payload payload, boolean coalesce) {
    return onContext(
        () -> {
          swim.event(eventName(name), eventPayload(payload), coalesce);
          return null;
        });
  }

  @Override
  public CompletionStage<Void> query(Query query, Query.Answers answers) {
    var done = new CompletableFuture<Void>();
    return onContext(
            () -> {
              swim.query(
                  new Question(
                      eventName(query.name()),
                      eventPayload(query.payload()),
                      Math.max(1, query.limit().toMillis()),
                      query.to().map(names -> member -> names.contains(member.name())),
                      new Message.Answering(query.acks(), query.relays())),
                  new Question.Answers(
                      answers::heard,
                      (from, answer) -> answers.answered(from, Payload.of(answer.toBytes())),
                      () -> done.complete(null)));
              return done;
            })
        .thenCompose(asked -> asked);
  }

  private static String eventName(String name) {
    if (name.isEmpty() || Bytes.of(name).size() > Codec.MAX_EVENT_NAME) {
      throw new IllegalArgumentException(
          "a name has 1 to "
              + Codec.MAX_EVENT_NAME
              + " bytes, this one has "
              + Bytes.of(name).size());
    }
    if (!Printable.is(name)) {
      throw new IllegalArgumentException("a name may hold no control characters");
    }
    return name;
  }

  private static Bytes eventPayload(Payload payload) {
    var bytes = Bytes.of(payload.toBytes());
    if (bytes.size() > Codec.MAX_EVENT_PAYLOAD) {
      throw new IllegalArgumentException(
          "a payload has at most "
              + Codec.MAX_EVENT_PAYLOAD
              + " bytes, as it travels in one datagram; this one has "
              + bytes.size());
    }
    return bytes;
  }

  @Override
  public void onEvent(Consumer<UserEvent> listener) {
    eventListeners.add(listener);
  }

  @Override
  public void onQuery(Function<UserEvent, CompletionStage<Payload>> newResponder) {
    responder = newResponder;
  }

  @Override
  public CompletionStage<byte[]> ask(
      String member, String subject, byte[] question, Duration limit) {
    return runtime.ask(member, subject, question, limit);
  }

  @Override
  public void onQuestion(
      String subject, BiFunction<String, byte[], CompletionStage<byte[]>> newResponder) {
    runtime.answer(subject, newResponder);
  }

  @Override
  public CompletionStage<KeyReport> keys() {
    return order(Message.KeyOrder.Order.LIST, "");
  }

  @Override
  public CompletionStage<KeyReport> installKey(String key) {
    return order(Message.KeyOrder.Order.INSTALL, key);
  }

  @Override
  public CompletionStage<KeyReport> useKey(String key) {
    return order(Message.KeyOrder.Order.USE, key);
  }

  @Override
  public CompletionStage<KeyReport> removeKey(String key) {
    return order(Message.KeyOrder.Order.REMOVE, key);
  }

  private CompletionStage<KeyReport> order(Message.KeyOrder.Order order, String key) {
    return onContext(
            () -> {
              var all = view().present().stream().map(Member::name).toList();
              return keys.order(order, key, settings.name(), all).toCompletionStage();
            })
        .thenCompose(report -> report);
  }

  private <T> CompletionStage<T> onContext(java.util.concurrent.Callable<T> work) {
    var result = new CompletableFuture<T>();
    context.runOnContext(
        v -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Override
  public CompletionStage<String> placeLost() {
    return place.lost();
  }

  @Override
  public ClusterStats figures() {
    return new ClusterStats(
        Duration.ofMillis(Math.max(0, timers.millis() - swim.lastTurn())),
        swim.joined() || seeds.isEmpty(),
        swim.localHealth(),
        settings.keyring().encrypts(),
        new ClusterStats.Place(place.refusal(), seeds.problems(), seeds.refusedJoins()),
        counters.snapshot(),
        new ClusterStats.Flow(swim.queued(), counters.durations()));
  }

  private final class Listener implements SwimListener {
    @Override
    public void changed(Changes changes) {
      runtime.changed(changes);
      remember();
    }

    @Override
    public void failed(RuntimeException failure) {
      if (counters.of(Counter.TURNS_FAILED) <= LOGGED_FAULTS) {
        LOG.error("a fault in the protocol; it goes on", failure);
      }
    }

    @Override
    public void event(String from, Message.Event told) {
      var payload = Payload.of(told.payload().toBytes());
      var event = new UserEvent(from, told.name(), payload, told.time(), told.coalesce());
      eventListeners.forEach(l -> l.accept(event));
      remember();
    }

    @Override
    public void query(String from, Message.Query asked, Consumer<Bytes> answer) {
      var payload = Payload.of(asked.payload().toBytes());
      var query = new UserEvent(from, asked.name(), payload, asked.time(), false);
      var unused =
          responder(asked.name())
              .apply(query)
              .exceptionally(failure -> Payload.empty())
              .thenAccept(said -> context.runOnContext(v -> answer.accept(bounded(said))));
      remember();
    }

    /** Queries with reserved names never reach users' scripts; they only find out who is there. */
    private Function<UserEvent, CompletionStage<Payload>> responder(String name) {
      return name.startsWith(RESERVED)
          ? query -> CompletableFuture.completedStage(Payload.empty())
          : responder;
    }

    /**
     * An answer that is too long becomes empty, since half of it would be mistaken for all of it.
     */
    private static Bytes bounded(Payload answer) {
      return answer.size() <= Codec.MAX_REPLY_PAYLOAD ? Bytes.of(answer.toBytes()) : Bytes.empty();
    }

    @Override
    public void superseded(MemberRecord by) {
      place.lose(
          "a newer process of the name "
              + settings.name()
              + " runs at "
              + by.address().getAddress().getHostAddress());
      swim.stop();
    }

    @Override
    public void troubled(String reason) {
      place.troubled(reason);
    }

    @Override
    public void refused(String reason) {
      seeds.refusedJoins().count(JoinRefusal.Direction.OUT, JoinRefusal.NAME_TAKEN);
      place.refused(reason, swim.joined());
    }

    @Override
    public void turnedAway() {
      seeds.refusedJoins().count(JoinRefusal.Direction.IN, JoinRefusal.NAME_TAKEN);
    }

    @Override
    public void accepted() {
      place.accepted();
    }
  }
}

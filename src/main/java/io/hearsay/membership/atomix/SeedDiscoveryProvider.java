package io.hearsay.membership.atomix;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.Node;
import io.atomix.cluster.NodeId;
import io.atomix.cluster.discovery.NodeDiscoveryConfig;
import io.atomix.cluster.discovery.NodeDiscoveryEvent;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryProvider;
import io.atomix.utils.event.AbstractListenerManager;
import io.hearsay.membership.HostPort;
import io.hearsay.membership.RefusedJoins;
import io.hearsay.membership.dns.Resolver;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The seeds, as Atomix' node discovery. A seed is a name or an address; names are resolved
 * repeatedly, and all addresses of a name are seeds, since container platforms give a service one
 * name for many members. A name that does not resolve is nothing unusual: its container may start
 * later. Seeds are addresses to ask, not members; so are places that were found without any.
 */
public final class SeedDiscoveryProvider
    extends AbstractListenerManager<NodeDiscoveryEvent, NodeDiscoveryEventListener>
    implements NodeDiscoveryProvider {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private static final long RESOLVE_AGAIN_MILLIS = 5000;
  private static final long UNRESOLVED_AGAIN_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final Resolver resolver;
  private final List<HostPort> seeds = new CopyOnWriteArrayList<>();
  private final Map<HostPort, Set<InetSocketAddress>> resolved = new LinkedHashMap<>();
  private final RefusedJoins refusedJoins = new RefusedJoins();
  private final SeedReport report =
      new SeedReport(
          () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), refusedJoins, LOG::warn);
  private Set<InetSocketAddress> discovered = Set.of();
  private volatile Set<InetSocketAddress> addresses = Set.of();
  private volatile boolean stopped;

  /** Creates a provider of the operator's seeds, resolved on {@code context}. */
  public SeedDiscoveryProvider(
      Vertx vertx, Context context, Resolver resolver, List<HostPort> seeds) {
    this.vertx = vertx;
    this.context = context;
    this.resolver = resolver;
    this.seeds.addAll(seeds);
  }

  /**
   * The current addresses of the seeds, for choosing the address to advertise before the member
   * exists; a running member gets them from Atomix' discovery service.
   */
  public Set<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Why seeds are unusable. */
  SeedReport report() {
    return report;
  }

  /** Why seeds are unusable, by the seed as it was given. May be called from any thread. */
  public SortedMap<String, String> problems() {
    return report.problems();
  }

  /** Counts the joins that come to nothing, in both directions. */
  public RefusedJoins refusedJoins() {
    return refusedJoins;
  }

  /** Whether there are any seeds, resolved or not. */
  public boolean isEmpty() {
    return seeds.isEmpty();
  }

  /** Adds seeds and resolves them immediately. */
  public CompletableFuture<Set<InetSocketAddress>> add(List<HostPort> more) {
    more.stream().filter(s -> !seeds.contains(s)).forEach(seeds::add);
    return resolve()
        .thenApply(
            all -> {
              var found = new LinkedHashSet<InetSocketAddress>();
              more.forEach(s -> found.addAll(resolved.getOrDefault(s, Set.of())));
              return found;
            });
  }

  /** Replaces the places that were found without seeds; on the context. */
  public void discovered(Set<InetSocketAddress> places) {
    discovered = Set.copyOf(places);
    var unused = found(Map.of());
  }

  @Override
  public CompletableFuture<Void> join(BootstrapService bootstrap, Node localNode) {
    resolveForEver();
    return CompletableFuture.completedFuture(null);
  }

  private void resolveForEver() {
    if (stopped) {
      return;
    }
    resolve()
        .whenComplete(
            (all, failure) -> {
              boolean missing = resolved.size() < seeds.size();
              long wait = missing ? UNRESOLVED_AGAIN_MILLIS : RESOLVE_AGAIN_MILLIS;
              vertx.setTimer(wait, t -> context.runOnContext(v -> resolveForEver()));
            });
  }

  private CompletableFuture<Set<InetSocketAddress>> resolve() {
    var result = new CompletableFuture<Set<InetSocketAddress>>();
    context.runOnContext(
        v -> {
          var asked = List.copyOf(seeds);
          var answers = asked.stream().map(resolver::resolve).toList();
          Future.join(answers)
              .onComplete(
                  done -> {
                    var now = new LinkedHashMap<HostPort, Set<InetSocketAddress>>();
                    var problems = new LinkedHashMap<HostPort, String>();
                    for (int i = 0; i < asked.size(); i++) {
                      var answer = answers.get(i).result();
                      problems.put(asked.get(i), answer.problem());
                      if (answer.addresses().isEmpty()) {
                        LOG.debugf("seed %s %s", asked.get(i), answer.problem());
                      } else {
                        now.put(asked.get(i), answer.addresses());
                      }
                    }
                    context.runOnContext(
                        w -> {
                          var all = found(now);
                          problems.forEach(
                              (s, problem) ->
                                  report.resolved(s, resolved.getOrDefault(s, Set.of()), problem));
                          result.complete(all);
                        });
                  });
        });
    return result;
  }

  private Set<InetSocketAddress> found(Map<HostPort, Set<InetSocketAddress>> now) {
    // A name that no longer resolves keeps its last addresses, since it may be the name server that
    // is down.
    resolved.putAll(now);
    var all = new LinkedHashSet<InetSocketAddress>();
    resolved.values().forEach(all::addAll);
    all.addAll(discovered);
    var before = addresses;
    addresses = Collections.unmodifiableSet(all);
    all.stream()
        .filter(a -> !before.contains(a))
        .forEach(a -> tell(NodeDiscoveryEvent.Type.JOIN, a));
    before.stream()
        .filter(a -> !all.contains(a))
        .forEach(a -> tell(NodeDiscoveryEvent.Type.LEAVE, a));
    return addresses;
  }

  private void tell(NodeDiscoveryEvent.Type type, InetSocketAddress address) {
    post(new NodeDiscoveryEvent(type, node(address)));
  }

  private static Node node(InetSocketAddress address) {
    var ip = address.getAddress().getHostAddress();
    return Node.builder()
        .withId(NodeId.from(ip + ":" + address.getPort()))
        .withAddress(Addresses.of(address))
        .build();
  }

  @Override
  public Set<Node> getNodes() {
    return addresses.stream()
        .map(SeedDiscoveryProvider::node)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public CompletableFuture<Void> leave(Node localNode) {
    stopped = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public NodeDiscoveryConfig config() {
    throw new UnsupportedOperationException("seeds are not configured through Atomix");
  }
}

package io.hearsay.balancer.policy;

import io.hearsay.balancer.model.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Holds a server back that comes and goes all the time, after the model of route flap damping (RFC
 * 2439, section 4.2).
 *
 * <p>Each time a server goes, its penalty grows by {@value #PENALTY}. The penalty decays by half in
 * each half-life {@code H}: {@code p(t) = p(t0) · 2^(−(t − t0)/H)}. A server that wants to come
 * back with a penalty above {@value #SUPPRESS} is suppressed until its penalty is below {@value
 * #REUSE}. The penalty is cut off at {@code REUSE · 2^(M/H)}, so that nobody is held back longer
 * than {@code M = 2·H} after it last went. With {@code H = 10 s} that is 20 s, and it takes a
 * server that goes more often than every three seconds or so to be held back at all.
 *
 * <p>Only what looks like a fault counts: that a member failed or vanished, or that its application
 * was not well. Who leaves in good order, drains, or changes its tags does what its operator wants,
 * however often.
 *
 * <p>A server is never kept in that should go: damping holds back only what comes. And it never
 * takes the last: if no other server of a service can work, none of it is held back.
 *
 * <p>Holds no clock: times are in milliseconds of any clock that does not jump.
 */
public final class FlapDamping {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  static final double PENALTY = 1000;
  static final double SUPPRESS = 5000;
  static final double REUSE = 2500;

  /** The longest suppression, in half-lives. */
  private static final int MAX_HALF_LIVES = 2;

  private static final double CEILING = REUSE * (1 << MAX_HALF_LIVES);

  private final long halfLife;
  private final Map<String, History> histories = new HashMap<>();
  private Set<String> present = Set.of();
  private long flaps;

  /**
   * A new one.
   *
   * @param halfLife in milliseconds, not negative; 0: nothing is ever held back
   */
  public FlapDamping(long halfLife) {
    this.halfLife = halfLife;
  }

  private static final class History {
    double penalty;
    long at;
    boolean suppressed;
    boolean held;
  }

  /**
   * What of the catalog may be used now.
   *
   * @param wanted whether it is its operator's wish that the member of that name is not there
   */
  public Catalog filter(Catalog catalog, Predicate<String> wanted, long now) {
    if (halfLife == 0) {
      return catalog;
    }
    observe(catalog, wanted, now);
    histories.values().forEach(h -> h.held = false);
    var services = new ArrayList<Catalog.Service>(catalog.services().size());
    for (var service : catalog.services()) {
      services.add(histories.isEmpty() ? service : filter(service));
    }
    return catalog.with(services);
  }

  private void observe(Catalog catalog, Predicate<String> wanted, long now) {
    var here = new HashSet<String>();
    for (var service : catalog.services()) {
      service.servers().forEach(s -> here.add(id(service, s)));
    }
    for (var id : present) {
      if (!here.contains(id) && !wanted.test(id.substring(id.lastIndexOf('/') + 1))) {
        flaps++;
        var history = histories.computeIfAbsent(id, i -> new History());
        history.penalty = Math.min(decayed(history, now) + PENALTY, CEILING);
        history.at = now;
        if (history.penalty > SUPPRESS && !history.suppressed) {
          history.suppressed = true;
          LOG.warnf(
              "server %s comes and goes: it is held back for %s s when it returns, unless no other"
                  + " can do its work",
              id, timeUntil(history, REUSE) / 1000);
        }
      }
    }
    present = here;
    histories.values().removeIf(h -> decayed(h, now) < PENALTY / 2);
    histories.values().stream()
        .filter(h -> h.suppressed && decayed(h, now) <= REUSE)
        .forEach(h -> h.suppressed = false);
  }

  private Catalog.Service filter(Catalog.Service service) {
    var kept = new ArrayList<Catalog.Server>();
    var held = new ArrayList<History>();
    for (var server : service.servers()) {
      var history = histories.get(id(service, server));
      if (history != null && history.suppressed) {
        held.add(history);
      } else {
        kept.add(server);
      }
    }
    boolean enough = kept.stream().anyMatch(s -> s.weight() > 0 && !s.disabled());
    if (held.isEmpty() || !enough) {
      return service;
    }
    held.forEach(h -> h.held = true);
    return service.with(kept);
  }

  private double decayed(History history, long now) {
    return history.penalty * Math.pow(2, -(double) (now - history.at) / halfLife);
  }

  /** From when the penalty was set; the inverse of the decay. */
  private long timeUntil(History history, double value) {
    return (long)
        Math.ceil(halfLife * Math.log(Math.max(1, history.penalty / value)) / Math.log(2));
  }

  /** When the next server may return; nothing if none is held back. */
  public OptionalLong next() {
    return histories.values().stream()
        .filter(h -> h.held)
        .mapToLong(h -> h.at + timeUntil(h, REUSE) + 1)
        .min();
  }

  /** How often a server went as if by a fault; none is counted if none is ever held back. */
  public long flaps() {
    return flaps;
  }

  /** Servers that are held back, as SERVICE/SERVER, sorted. */
  public List<String> held() {
    return histories.entrySet().stream()
        .filter(e -> e.getValue().held)
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.toList());
  }

  private static String id(Catalog.Service service, Catalog.Server server) {
    return service.name() + "/" + server.name();
  }
}

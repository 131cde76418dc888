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
 * Holds back servers that keep coming and going, modelled on route flap damping (RFC 2439, section
 * 4.2).
 *
 * <p>Each time a server disappears, its penalty grows by {@value #PENALTY}. The penalty halves in
 * each half-life {@code H}: {@code p(t) = p(t0) · 2^(−(t − t0)/H)}. A server that returns with a
 * penalty above {@value #SUPPRESS} is suppressed until its penalty is below {@value #REUSE}. The
 * penalty is capped at {@code REUSE · 2^(M/H)}, so that no server is held back longer than {@code M
 * = 2·H} after it last disappeared. With {@code H = 10 s} that is 20 s, and only a server that
 * disappears more often than every three seconds or so is held back at all.
 *
 * <p>Only what looks like a fault counts: a member that fails or disappears, or whose application
 * is unhealthy. A member that leaves gracefully, drains or changes its tags does what its operator
 * wants, however often.
 *
 * <p>Damping only holds back servers that return; it never keeps one that should be removed. Nor
 * does it take the last: if no other server of a service is available, none is held back.
 *
 * <p>Has no clock of its own: times are milliseconds of any monotonic clock.
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
   * Creates an instance without history.
   *
   * @param halfLife in milliseconds, not negative; 0: no server is ever held back
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
   * The catalog without the servers that are held back now.
   *
   * @param wanted whether the absence of the member of a name is intended
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

  /** The time for the penalty to decay to a value, from when it was set. */
  private long timeUntil(History history, double value) {
    return (long)
        Math.ceil(halfLife * Math.log(Math.max(1, history.penalty / value)) / Math.log(2));
  }

  /** When the next server may return; empty if none is held back. */
  public OptionalLong next() {
    return histories.values().stream()
        .filter(h -> h.held)
        .mapToLong(h -> h.at + timeUntil(h, REUSE) + 1)
        .min();
  }

  /** How often a server disappeared unexpectedly; not counted if damping is off. */
  public long flaps() {
    return flaps;
  }

  /** The servers that are held back, as SERVICE/SERVER, sorted. */
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

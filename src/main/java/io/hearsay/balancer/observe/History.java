package io.hearsay.balancer.observe;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The load of HAProxy's services in the last hour and of its servers in the last minutes, in slots
 * of {@value #STEP_SECONDS} seconds; good enough for graphs, not for accounting.
 *
 * <p>Bounded to {@value #MAX_SERVICES} services and {@value #MAX_SERVERS} servers, of 5 KiB and
 * less than half a KiB each, and so to less than a MiB. Later ones have no history until others are
 * forgotten, which happens when their last slot is as old as the ring is long.
 *
 * <p>Written by the observing thread, read by any; the lock is held for microseconds.
 */
public final class History {
  /** The length of a slot in seconds. */
  public static final int STEP_SECONDS = 10;

  /** The slots of a service: an hour. */
  static final int SERVICE_SLOTS = 360;

  /** The slots of a server: five minutes. */
  static final int SERVER_SLOTS = 30;

  static final int MAX_SERVICES = 64;
  static final int MAX_SERVERS = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Series> services = new LinkedHashMap<>();
  private final Map<String, Map<String, Series>> servers = new LinkedHashMap<>();
  private int serverCount;
  private long newest = Long.MIN_VALUE;

  /**
   * Figures of consecutive slots, the oldest first; -1 where there was no observation.
   *
   * @param requests begun in each slot: HTTP requests, or TCP connections
   * @param errors among them that a client may have noticed
   * @param sessions under way, the highest number observed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, only written out.
  public record Figures(int[] requests, int[] errors, int[] sessions) {}

  /**
   * The history of all services.
   *
   * @param end of the newest slot, which is not over yet
   * @param services the figures of an hour, by name
   */
  public record Services(Instant end, Map<String, Figures> services) {}

  /**
   * The history of one service.
   *
   * @param end of the newest slot, which is not over yet
   * @param service the figures of an hour
   * @param servers the figures of five minutes, by name
   */
  public record Detail(Instant end, Figures service, Map<String, Figures> servers) {}

  /**
   * Adds one observation of HAProxy.
   *
   * @param backends the lines that summarise backends
   * @param seen the servers
   */
  public void see(Instant at, Collection<ServerStat> backends, Backends seen) {
    long slot = Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    lock.lock();
    try {
      if (slot < newest) {
        // The host's clock was set back, so earlier slots can no longer be placed.
        services.clear();
        servers.clear();
        serverCount = 0;
      } else if (slot > newest) {
        forget(slot);
      }
      newest = slot;
      for (var backend : backends) {
        see(services, backend.backend(), slot, backend, MAX_SERVICES - services.size());
      }
      seen.byName().forEach((backend, all) -> seeServers(backend, slot, all));
    } finally {
      lock.unlock();
    }
  }

  private void seeServers(String backend, long slot, Map<String, ServerStat> all) {
    var known = servers.computeIfAbsent(backend, b -> new LinkedHashMap<>());
    int before = known.size();
    for (var stat : all.values()) {
      int room = MAX_SERVERS - serverCount - (known.size() - before);
      see(known, stat.name(), slot, stat, room);
    }
    serverCount += known.size() - before;
  }

  private static void see(
      Map<String, Series> all, String name, long slot, ServerStat stat, int room) {
    var series = all.get(name);
    if (series != null) {
      series.see(slot, stat);
    } else if (room > 0) {
      all.put(name, new Series(stat.isBackend() ? SERVICE_SLOTS : SERVER_SLOTS, slot, stat));
    }
  }

  private void forget(long slot) {
    services.values().removeIf(s -> slot - s.last() >= SERVICE_SLOTS);
    servers.values().forEach(of -> of.values().removeIf(s -> slot - s.last() >= SERVER_SLOTS));
    servers.values().removeIf(Map::isEmpty);
    serverCount = servers.values().stream().mapToInt(Map::size).sum();
  }

  /** All services, in HAProxy's order; empty if HAProxy was never observed. */
  public Optional<Services> services() {
    lock.lock();
    try {
      return isEmpty() ? Optional.empty() : Optional.of(new Services(end(), until(services)));
    } finally {
      lock.unlock();
    }
  }

  /** One service and its servers; empty if there is no history of a service of that name. */
  public Optional<Detail> service(String name) {
    lock.lock();
    try {
      return Optional.ofNullable(services.get(name))
          .map(
              series ->
                  new Detail(
                      end(), series.until(newest), until(servers.getOrDefault(name, Map.of()))));
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return newest == Long.MIN_VALUE;
  }

  private Instant end() {
    return Instant.ofEpochSecond((newest + 1) * STEP_SECONDS);
  }

  private Map<String, Figures> until(Map<String, Series> all) {
    var figures = new LinkedHashMap<String, Figures>();
    all.forEach((name, series) -> figures.put(name, series.until(newest)));
    return figures;
  }
}

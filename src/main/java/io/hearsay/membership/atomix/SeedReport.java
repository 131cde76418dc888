package io.hearsay.membership.atomix;

import io.hearsay.membership.HostPort;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Why seeds are of no use, each with the last reason: as many as the operator has named, whatever
 * others say or do. What may pass by itself, such as a container that starts later, reaches the log
 * when it has lasted {@value #PATIENCE_MILLIS} ms; what does not, at once. A seed of which one
 * address answers, or is that of a member that is there, has no reason. Changed on the cluster's
 * context, read from any thread.
 */
final class SeedReport {
  private static final long PATIENCE_MILLIS = 1000;
  private static final long ANOTHER_MILLIS = 30_000;
  private static final long AGAIN_MILLIS = 600_000;

  /** A seed that is of no use, since when, and what the log was told of it. */
  private static final class Failing {
    private final long since;
    private String told = "";
    private long toldAt;

    Failing(long since) {
      this.since = since;
    }
  }

  private final LongSupplier millis;
  private final Consumer<String> log;
  private final Map<HostPort, Set<InetSocketAddress>> addresses = new LinkedHashMap<>();
  private final Map<HostPort, Failing> failing = new LinkedHashMap<>();
  private volatile SortedMap<String, String> problems = new TreeMap<>();

  /**
   * Nothing is known yet.
   *
   * @param millis a clock that never jumps
   */
  SeedReport(LongSupplier millis, Consumer<String> log) {
    this.millis = millis;
    this.log = log;
  }

  /** The last reason of each seed that is of no use, by the seed as it was named; sorted. */
  SortedMap<String, String> problems() {
    return problems;
  }

  /** A seed has these addresses now; none: its name does not resolve. */
  void resolved(HostPort seed, Set<InetSocketAddress> now) {
    var before = addresses.put(seed, Set.copyOf(now));
    if (now.isEmpty()) {
      failed(seed, JoinWords.unresolved(), false);
    } else if (before != null && before.isEmpty()) {
      well(seed);
    }
  }

  /** Whoever was asked there has answered. */
  void answered(InetSocketAddress address) {
    if (!failing.isEmpty()) {
      addresses.forEach(
          (seed, its) -> {
            if (its.contains(address)) {
              well(seed);
            }
          });
    }
  }

  /**
   * An address that was asked is of no use.
   *
   * @param lasting whether that does not pass by itself
   * @param present whether a member that is there is at an address
   */
  void failed(
      InetSocketAddress address,
      String reason,
      boolean lasting,
      Predicate<InetSocketAddress> present) {
    addresses.forEach(
        (seed, its) -> {
          if (its.contains(address)) {
            if (its.stream().noneMatch(present)) {
              failed(seed, where(seed, address) + reason, lasting);
            } else {
              well(seed);
            }
          }
        });
  }

  /** Members have come: whose address is a seed's was found without asking there again. */
  void seen(Predicate<InetSocketAddress> present) {
    for (var seed : List.copyOf(failing.keySet())) {
      if (addresses.getOrDefault(seed, Set.of()).stream().anyMatch(present)) {
        well(seed);
      }
    }
  }

  /** Of a name, which of its addresses it is. */
  private static String where(HostPort seed, InetSocketAddress address) {
    var shown = new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    return seed.toString().equals(shown) ? "" : "(" + shown + ") ";
  }

  private void failed(HostPort seed, String reason, boolean lasting) {
    long now = millis.getAsLong();
    var state = failing.computeIfAbsent(seed, s -> new Failing(now));
    var all = new TreeMap<>(problems);
    all.put(seed.toString(), reason);
    problems = Collections.unmodifiableSortedMap(all);
    boolean due = lasting || now - state.since >= PATIENCE_MILLIS;
    long ago = now - state.toldAt;
    boolean news =
        state.told.isEmpty()
            || (state.told.equals(reason) ? ago >= AGAIN_MILLIS : ago >= ANOTHER_MILLIS);
    if (due && news) {
      state.told = reason;
      state.toldAt = now;
      log.accept("the seed " + seed + " " + reason + " (it is asked again and again)");
    }
  }

  private void well(HostPort seed) {
    if (failing.remove(seed) != null) {
      var all = new TreeMap<>(problems);
      all.remove(seed.toString());
      problems = Collections.unmodifiableSortedMap(all);
    }
  }
}

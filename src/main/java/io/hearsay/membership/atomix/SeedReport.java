package io.hearsay.membership.atomix;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.JoinRefusal.Direction;
import io.hearsay.membership.RefusedJoins;
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
 * The last reason why each seed is unusable; bounded, since only the operator adds seeds. A problem
 * that may pass by itself, such as a container that starts later, is logged once it has lasted
 * {@value #PATIENCE_MILLIS} ms, any other immediately. A seed has no problem if one of its
 * addresses answers or is that of a present member. Written on the cluster's context, read from any
 * thread.
 */
final class SeedReport {
  private static final long PATIENCE_MILLIS = 1000;
  private static final long ANOTHER_MILLIS = 30_000;
  private static final long AGAIN_MILLIS = 600_000;

  /**
   * Why an address that was asked is unusable.
   *
   * @param words for an operator
   * @param lasting whether the problem will not pass by itself
   */
  record Failure(JoinRefusal reason, String words, boolean lasting) {}

  /** A seed that is unusable, since when, and what was logged about it. */
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
  private final RefusedJoins joins;
  private final Map<HostPort, Set<InetSocketAddress>> addresses = new LinkedHashMap<>();
  private final Map<HostPort, Failing> failing = new LinkedHashMap<>();
  private volatile SortedMap<String, String> problems = new TreeMap<>();

  /**
   * Creates a report without any problems.
   *
   * @param millis a monotonic clock in milliseconds
   */
  SeedReport(LongSupplier millis, RefusedJoins joins, Consumer<String> log) {
    this.millis = millis;
    this.joins = joins;
    this.log = log;
  }

  /** The last reason for each seed that is unusable, by the seed as it was given; sorted. */
  SortedMap<String, String> problems() {
    return problems;
  }

  /**
   * A seed now has these addresses.
   *
   * @param problem why there are none, if so
   */
  void resolved(HostPort seed, Set<InetSocketAddress> now, String problem) {
    var before = addresses.put(seed, Set.copyOf(now));
    if (now.isEmpty()) {
      joins.count(Direction.OUT, JoinRefusal.UNRESOLVED);
      failed(seed, problem, false);
    } else if (before != null && before.isEmpty()) {
      well(seed);
    }
  }

  /** This address has answered. */
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
   * This address was asked and is unusable. It counts as a join that came to nothing if it is a
   * seed's: others are asked again whether they are still there.
   *
   * @param present whether a present member is at an address
   */
  void failed(InetSocketAddress address, Failure why, Predicate<InetSocketAddress> present) {
    boolean counts = false;
    for (var one : addresses.entrySet()) {
      var seed = one.getKey();
      var its = one.getValue();
      if (its.contains(address)) {
        if (its.stream().noneMatch(present)) {
          counts = true;
          failed(seed, where(seed, address) + why.words(), why.lasting());
        } else {
          well(seed);
        }
      }
    }
    if (counts) {
      joins.count(Direction.OUT, why.reason());
    }
  }

  /** Members have been found; a seed with the address of one of them has no problem. */
  void seen(Predicate<InetSocketAddress> present) {
    for (var seed : List.copyOf(failing.keySet())) {
      if (addresses.getOrDefault(seed, Set.of()).stream().anyMatch(present)) {
        well(seed);
      }
    }
  }

  /** For a seed that is a name, says which of its addresses is meant. */
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

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps looking for other members: while alone, by asking all seeds, quickly at first; later, one
 * at a time, by asking seeds that are not members and members that failed. Both sides of a
 * partition do this, so it heals within an interval or two, and a balancer is found whether it
 * starts before, with or after the others.
 */
final class Reconnector {
  private static final long ALONE_MIN = 50;
  private static final int AT_ONCE = 16;
  private static final int MOST = 64;

  private final ProtocolContext core;
  private final AntiEntropy exchanges;
  private final Supplier<Set<InetSocketAddress>> seeds;
  private long alone = ALONE_MIN;
  private final Set<InetSocketAddress> asking = new HashSet<>();

  Reconnector(ProtocolContext core, AntiEntropy exchanges, Supplier<Set<InetSocketAddress>> seeds) {
    this.core = core;
    this.exchanges = exchanges;
    this.seeds = seeds;
  }

  /** Asks the seeds immediately and continues from then on. */
  void start() {
    turn();
  }

  /** Asks all candidates immediately. */
  void now() {
    candidates().stream().limit(AT_ONCE).forEach(this::ask);
    core.table().sample(3, core.random(), p -> true).forEach(p -> ask(p.record().address()));
  }

  /** A new seed has been found. */
  void found(InetSocketAddress seed) {
    if (core.table().present() <= 1 && asking.size() < MOST) {
      ask(seed);
    }
  }

  private void turn() {
    boolean lonely = core.table().present() <= 1;
    long wait = lonely ? alone : core.profile().recontactInterval();
    alone = lonely ? Math.min(2 * alone, core.profile().recontactInterval()) : ALONE_MIN;
    core.timers().after(Math.max(1, core.jittered(wait)), this::turn);
    var candidates = candidates();
    if (lonely) {
      // The seeds come first: failed members may be many, and invented by a stranger.
      candidates.stream().limit(seeds.get().size() + MOST).forEach(this::ask);
    } else if (!candidates.isEmpty()) {
      ask(candidates.get(core.random().nextInt(candidates.size())));
    }
  }

  private void ask(InetSocketAddress address) {
    if (asking.add(address)) {
      exchanges.exchange(address, true, done -> asking.remove(address));
    }
  }

  private List<InetSocketAddress> candidates() {
    var known = new HashSet<InetSocketAddress>();
    var candidates = new HashSet<InetSocketAddress>();
    for (var peer : core.table().all()) {
      var address = peer.record().address();
      if (peer.present()) {
        known.add(address);
      } else if (peer.state() == State.FAILED) {
        candidates.add(address);
      }
    }
    var asked = seeds.get();
    candidates.removeAll(asked);
    var failed = new ArrayList<>(candidates);
    Collections.shuffle(failed, Random.from(core.random()));
    var all = new ArrayList<InetSocketAddress>(asked);
    all.addAll(failed);
    all.removeIf(known::contains);
    return all;
  }
}

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
 * Looks for the others, for ever: while alone at all seeds, quickly at first; later, one at a time,
 * at seeds that are not among the members and at members that failed. Both sides of a partition do
 * that, so it heals within an interval or two whoever is left, and a balancer that starts before,
 * with or after everybody else is found.
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

  /** Asks the seeds at once, and goes on asking. */
  void start() {
    turn();
  }

  /** Asks everybody that is worth asking, out of turn. */
  void now() {
    candidates().stream().limit(AT_ONCE).forEach(this::ask);
    core.table().sample(3, core.random(), p -> true).forEach(p -> ask(p.record().address()));
  }

  /** There is another seed. */
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
      // The seeds come first. Those that failed may be many, and a stranger's inventions.
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

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Flags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What happens to a cluster in the long run, drawn at random from one seed: members come under new
 * names, leave, crash, restart, are paused and cut off; change their tags, send events and ask
 * queries; the network is partitioned and loses packets; and strangers send what they like. Some
 * members stay for the whole run, since only what lives long can show what accumulates.
 */
final class Churn {
  static final int STAYING = 4;
  private static final int LEAST = 8;
  private static final int MOST = 16;
  private static final int ADDRESSES = 200;
  private static final int DATAGRAMS = 20;
  private static final long QUERY_LIMIT = 2000;
  private static final long LONGEST_RESTART = 5000;
  private static final long LONGEST_PAUSE = 20_000;
  private static final long LONGEST_CUT = 30_000;
  private static final long LOSSY = 30_000;

  /**
   * The slowest detection and dissemination, in milliseconds: of a paused member behind a
   * partition.
   */
  private static final long SLACK = 90_000;

  /** Something that may happen. */
  private enum Incident {
    JOIN,
    LEAVE,
    CRASH,
    RESTART,
    TAGS,
    EVENT,
    QUERY,
    PAUSE,
    CUT_OFF,
    SPLIT,
    LOSS,
    STRANGERS
  }

  private final Simulation sim;
  private final Random random;
  private final Stranger stranger;

  /** Until when, in milliseconds, what was known of a name may still be remembered. */
  private final Map<String, Long> goneUntil = new HashMap<>();

  /** The times, in milliseconds, until which strangers' inventions may be remembered. */
  private final List<Long> inventedUntil = new ArrayList<>();

  private final Map<Incident, Integer> happened = new TreeMap<>();
  private int names;
  private int addresses;
  private int superseded;

  Churn(Simulation sim, long seed) {
    this.sim = sim;
    this.random = new Random(seed);
    this.stranger = new Stranger(sim.net, seed);
    this.names = sim.hosts.size();
    this.addresses = sim.hosts.size();
  }

  /** Makes something happen. */
  void step() {
    var kinds = Incident.values();
    var kind = kinds[chance(kinds.length)];
    if (happens(kind)) {
      happened.merge(kind, 1, Integer::sum);
    }
    superseded += (int) sim.hosts.stream().filter(h -> h.superseded).count();
    sim.hosts.removeIf(h -> h.dead);
  }

  private boolean happens(Incident kind) {
    switch (kind) {
      case JOIN -> {
        return fewerThan(MOST) && join("m" + ++names, nextAddress());
      }
      case LEAVE -> {
        return moreThan(LEAST) && leave(passing());
      }
      case CRASH -> {
        return moreThan(LEAST) && crash(passing());
      }
      case RESTART -> restart(passing());
      case TAGS -> any().swim.say(Flags.HEALTHY, new TreeMap<>(Map.of("weight", "" + chance(256))));
      case EVENT -> any().swim.event("deploy", Bytes.of("v" + names));
      case QUERY ->
          any().swim.query("load", Bytes.of("?"), QUERY_LIMIT, (from, answer) -> {}, () -> {});
      case PAUSE -> pause(any());
      case CUT_OFF -> {
        var one = any();
        cut((from, to) -> from == one || to == one);
      }
      case SPLIT -> cut((from, to) -> number(from) % 2 != number(to) % 2);
      case LOSS -> {
        sim.net.loss = 0.05;
        later(LOSSY, () -> sim.net.loss = 0);
      }
      case STRANGERS -> strangers();
    }
    return true;
  }

  private boolean fewerThan(int members) {
    return sim.living().size() < members;
  }

  private boolean moreThan(int members) {
    return sim.living().size() > members;
  }

  private int chance(long below) {
    return random.nextInt((int) below);
  }

  private boolean leave(SimHost one) {
    gone(one.name(), sim.net.profile.leftMemory());
    one.leave();
    return true;
  }

  private boolean crash(SimHost one) {
    gone(one.name(), sim.net.profile.failedMemory());
    one.crash();
    return true;
  }

  private void restart(SimHost one) {
    crash(one);
    int host = number(one);
    later(chance(LONGEST_RESTART), () -> join(one.name(), host));
  }

  private void pause(SimHost one) {
    one.pause();
    later(chance(LONGEST_PAUSE), one::resume);
  }

  private void cut(BiPredicate<SimHost, SimHost> between) {
    sim.net.cut = between;
    later(chance(LONGEST_CUT), () -> sim.net.cut = (from, to) -> false);
  }

  private void strangers() {
    var kinds = List.of(Forgery.Kind.values());
    for (int i = 0; i < DATAGRAMS; i++) {
      var kind = stranger.any(kinds);
      if (kind == Forgery.Kind.FRESH_NAME) {
        inventedUntil.add(sim.net.time.now() + sim.net.profile.failedMemory() + SLACK);
      }
      stranger.send(kind, any(), any());
    }
  }

  private void later(long millis, Runnable what) {
    sim.net.time.at(sim.net.time.now() + millis, what);
  }

  private boolean join(String name, int host) {
    if (sim.net.hosts.containsKey(SimHost.address(host))) {
      return false;
    }
    sim.start(name, host, Set.of(SimHost.address(1), SimHost.address(2)));
    goneUntil.remove(name);
    return true;
  }

  private void gone(String name, long memory) {
    goneUntil.put(name, sim.net.time.now() + memory + SLACK);
  }

  private int nextAddress() {
    do {
      addresses = addresses % ADDRESSES + 1;
    } while (sim.net.hosts.containsKey(SimHost.address(addresses)));
    return addresses;
  }

  private static int number(SimHost host) {
    var bytes = host.address.getAddress().getAddress();
    return (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }

  private SimHost any() {
    var living = sim.living();
    return living.get(chance(living.size()));
  }

  private SimHost passing() {
    var living = sim.living();
    return living.get(STAYING + chance(living.size() - STAYING));
  }

  /** The members that were there from the beginning. */
  List<SimHost> staying() {
    return sim.hosts.subList(0, STAYING);
  }

  /** How many entries a table may have now: the living, and those that are still remembered. */
  int due() {
    long now = sim.net.time.now();
    goneUntil.values().removeIf(until -> until < now);
    inventedUntil.removeIf(until -> until < now);
    return sim.living().size() + goneUntil.size() + inventedUntil.size();
  }

  /** Ends all incidents and every fault of the network. */
  void end() {
    sim.net.loss = 0;
    sim.net.cut = (from, to) -> false;
    sim.hosts.forEach(SimHost::resume);
  }

  /** How many gave way to another process of their name; none should. */
  int superseded() {
    return superseded;
  }

  @Override
  public String toString() {
    return happened.toString();
  }
}

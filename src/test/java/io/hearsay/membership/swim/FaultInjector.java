package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Causes what the plan of an episode allows, at random times, and repairs everything in the end.
 */
final class FaultInjector {
  private static final long LONGEST = 15_000;
  private static final long ROTATION = 2000;
  static final long QUERY_LIMIT = 2000;

  private final SimCluster cluster;
  private final Simulation sim;
  private final FaultPlan plan;
  private final Random random;
  private final Stranger stranger;
  private final List<Runnable> happenings = new ArrayList<>();
  private final List<BiPredicate<SimHost, SimHost>> cuts = new ArrayList<>();
  private boolean healed;
  private int said;
  private final Map<SimHost, Integer> asking = new IdentityHashMap<>();

  FaultInjector(SimCluster cluster, Random random) {
    this.cluster = cluster;
    this.sim = cluster.sim;
    this.plan = cluster.plan;
    this.random = random;
    this.stranger = new Stranger(sim.net, random.nextLong());
    sim.net.cut = (from, to) -> cuts.stream().anyMatch(c -> c.test(from, to));
    happenings.addAll(List.of(this::join, this::leave, this::say, this::tell, this::ask));
    plan.faults().forEach(this::add);
  }

  private void add(Fault fault) {
    switch (fault) {
      case LOSS -> sim.net.loss = 0.02 + random.nextDouble() * 0.25;
      case DELAY -> sim.net.maxDelay = 1 + random.nextInt(100);
      case DUPLICATION -> sim.net.duplication = 0.3;
      case REORDERING -> {
        sim.net.detoured = 0.1;
        sim.net.detour = 2000;
      }
      case ONE_WAY -> happenings.add(this::oneWay);
      case PARTITION -> happenings.add(this::split);
      case PAUSE -> happenings.add(this::pause);
      case CRASH -> happenings.add(() -> end(SimHost::crash));
      case RESTART -> happenings.add(() -> restart(SimHost::crash));
      case CRASH_WITHIN_A_TURN ->
          happenings.add(() -> restart(h -> h.datagramsToLive = 1 + random.nextInt(4)));
      case CLOCK_JUMP -> happenings.add(() -> cluster.any().clock.jump(cluster.skew()));
      case FORCE_LEAVE -> happenings.add(this::forceLeave);
      case HOSTILE -> happenings.add(this::strangers);
      case TCP_REFUSED -> happenings.add(() -> tcp(SimNetwork.Tcp.REFUSED));
      case TCP_HALF -> happenings.add(() -> tcp(SimNetwork.Tcp.HALF));
      case KEY_ROTATION -> happenings.add(() -> cluster.rotate(ROTATION));
      case TWIN -> happenings.add(this::twin);
      case MOVE -> happenings.add(this::move);
      case SKEW, DRIFT, LATER_WIRE -> {}
    }
  }

  /** Starts the cluster and lets things happen for as long as planned. */
  void run() {
    for (int i = 0; i < plan.members(); i++) {
      cluster.startNew();
      pass(200);
    }
    long end = sim.net.time.now() + plan.millis();
    while (sim.net.time.now() < end) {
      pass(plan.longest());
      if (cluster.size() == 0) {
        cluster.startNew();
      }
      happenings.get(random.nextInt(happenings.size())).run();
    }
  }

  private void pass(long most) {
    sim.net.time.run(1 + random.nextLong(most));
  }

  private void later(Runnable what) {
    sim.net.time.at(
        sim.net.time.now() + random.nextLong(LONGEST),
        () -> {
          if (!healed) {
            what.run();
          }
        });
  }

  private void join() {
    if (cluster.size() < FaultPlan.MOST) {
      cluster.startNew();
    }
  }

  private void leave() {
    end(
        host -> {
          if (random.nextBoolean()) {
            host.run(() -> host.swim.say(Flags.HEALTHY | Flags.LEAVING, new TreeMap<>()));
            pass(300);
          }
          if (!host.dead && !host.paused()) {
            host.leave();
          }
        });
  }

  private void end(java.util.function.Consumer<SimHost> how) {
    if (cluster.size() > 1) {
      how.accept(cluster.any());
    }
  }

  private void restart(java.util.function.Consumer<SimHost> how) {
    var host = cluster.any();
    how.accept(host);
    boolean here = random.nextBoolean();
    int at = number(host);
    later(
        () -> {
          boolean free = !sim.net.hosts.containsKey(SimHost.address(at));
          cluster.start(host.name(), here && free ? at : cluster.nextHost());
        });
  }

  /** The number of a host. */
  static int number(SimHost host) {
    var bytes = host.address.getAddress().getAddress();
    return (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }

  private void say() {
    var host = cluster.any();
    int flags = Flags.HEALTHY | (random.nextBoolean() ? Flags.DRAIN : 0);
    var tags = new TreeMap<>(Map.of("weight", "" + random.nextInt(256)));
    host.run(() -> host.swim.say(flags, tags));
  }

  private void tell() {
    tell(cluster.any());
  }

  /** Lets a host send an event; returns its payload. */
  String tell(SimHost host) {
    var payload = "v" + ++said;
    host.run(() -> host.swim.event("deploy", Bytes.of(payload)));
    return payload;
  }

  private void ask() {
    ask(cluster.any());
  }

  /** Lets a host ask a query, and watches its answers. */
  void ask(SimHost host) {
    var payload = Bytes.of("q" + ++said);
    var answers = new HashSet<String>();
    var done = new boolean[1];
    asking.merge(host, 1, Integer::sum);
    host.run(
        () ->
            host.swim.query(
                "load",
                payload,
                QUERY_LIMIT,
                (from, answer) -> {
                  // A process that replaces another one does not know what that one answered.
                  boolean anew = plan.has(Fault.RESTART) || plan.has(Fault.TWIN);
                  if (done[0] || (!answers.add(from + answer.text()) && !anew)) {
                    throw new Violation("%s got an answer too many, of %s", host.name(), from);
                  }
                },
                () -> {
                  if (done[0]) {
                    throw new Violation("a query of %s ended twice", host.name());
                  }
                  done[0] = true;
                  asking.merge(host, -1, Integer::sum);
                }));
  }

  /** Whether queries of live members are still open. */
  boolean asking() {
    return asking.entrySet().stream().anyMatch(e -> !e.getKey().dead && e.getValue() > 0);
  }

  private void cut(BiPredicate<SimHost, SimHost> cut) {
    cuts.add(cut);
    later(() -> cuts.remove(cut));
  }

  private void oneWay() {
    var from = cluster.any();
    var to = random.nextBoolean() ? cluster.any() : null;
    cut((a, b) -> a == from && (to == null || b == to));
  }

  private void split() {
    int salt = random.nextInt();
    cut((a, b) -> side(a, salt) != side(b, salt));
  }

  private static int side(SimHost host, int salt) {
    return (number(host) * 0x9E3779B9 ^ salt) >>> 7 & 1;
  }

  private void pause() {
    var host = cluster.any();
    host.pause();
    later(host::resume);
  }

  private void forceLeave() {
    var host = cluster.any();
    var gone = host.swim.table().others(p -> !p.present());
    if (!gone.isEmpty()) {
      var name = gone.get(random.nextInt(gone.size())).name();
      boolean prune = random.nextBoolean();
      host.run(
          () -> {
            // A paused host does it later, and may know another boot of that name by then.
            var boot = host.swim.member(name).map(MemberRecord::boot);
            if (host.swim.forceLeave(name, prune) && prune) {
              boot.ifPresent(b -> cluster.checker.pruned(host, b));
            }
          });
    }
  }

  private void strangers() {
    var kinds = List.of(Forgery.Kind.values());
    for (int i = 1 + random.nextInt(10); i > 0; i--) {
      stranger.send(stranger.any(kinds), cluster.any(), cluster.any());
    }
  }

  private void tcp(SimNetwork.Tcp how) {
    var at = cluster.any().address;
    var usual = sim.net.tcp;
    sim.net.tcp = (from, to) -> to.equals(at) ? how : SimNetwork.Tcp.FINE;
    later(() -> sim.net.tcp = usual);
  }

  private void twin() {
    cluster.start(cluster.any().name(), cluster.nextHost());
  }

  private void move() {
    var host = cluster.any();
    if (number(host) != SimCluster.SEED_HOST) {
      host.move(cluster.nextHost());
    }
  }

  /** Ends all faults; clocks stay as they are. */
  void heal() {
    healed = true;
    cuts.clear();
    sim.net.loss = 0;
    sim.net.maxDelay = 1;
    sim.net.duplication = 0;
    sim.net.detoured = 0;
    sim.net.tcp = (from, to) -> SimNetwork.Tcp.FINE;
    sim.hosts.forEach(h -> h.datagramsToLive = 0);
    List.copyOf(sim.hosts).forEach(SimHost::resume);
    // Whichever member was leaving has left.
    sim.net.time.run(sim.net.profile.leaveLimit() + 100);
    endTwins();
    if (!sim.net.hosts.containsKey(SimHost.address(SimCluster.SEED_HOST))) {
      cluster.start("seed", SimCluster.SEED_HOST);
    }
  }

  /** An operator ends all but one process of each name. */
  private void endTwins() {
    var holders = new TreeMap<String, SimHost>();
    for (var host : sim.living()) {
      var other = holders.putIfAbsent(host.name(), host);
      if (other != null) {
        boolean newer = random.nextBoolean();
        (newer ? host : other).crash();
        holders.put(host.name(), newer ? other : host);
      }
    }
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A cluster in virtual time. */
final class Simulation {
  final SimNetwork net;
  final List<SimHost> hosts = new ArrayList<>();

  Simulation(long seed) {
    this(seed, Profile.container());
  }

  Simulation(long seed, Profile profile) {
    net = new SimNetwork(seed, profile);
  }

  /** A cluster of that many members that all know each other. */
  static Simulation of(int members, long seed) {
    var sim = new Simulation(seed);
    sim.net.recording = false;
    for (int i = 0; i < members; i++) {
      sim.add();
    }
    long took = sim.net.time.runUntil(60_000, sim::converged);
    if (took < 0) {
      throw new AssertionError("not converged: " + sim.describe());
    }
    sim.net.recording = true;
    sim.hosts.forEach(SimHost::catchUp);
    sim.hosts.forEach(h -> h.events.clear());
    sim.net.time.run(3000);
    return sim;
  }

  /** Starts one more member, with the first as its seed. */
  SimHost add() {
    int number = hosts.size() + 1;
    return start("m" + number, number, Set.of(SimHost.address(1)));
  }

  SimHost start(String name, int host, Set<InetSocketAddress> seeds) {
    return start(name, host, seeds, 0);
  }

  /** Starts a member whose wall clock is that many milliseconds ahead. */
  SimHost start(String name, int host, Set<InetSocketAddress> seeds, long skew) {
    return start(new SimHost(net, name, host, seeds, new SimClock(0, 1, skew)));
  }

  /** Starts a member that was created already. */
  SimHost start(SimHost started) {
    hosts.add(started);
    started.run(started.swim::start);
    return started;
  }

  List<SimHost> living() {
    return hosts.stream().filter(h -> !h.dead).toList();
  }

  /** Whether all live members see exactly the live members. */
  boolean converged() {
    var living = living();
    return living.stream().allMatch(h -> h.seesPresent(living.size()))
        && living.stream().mapToLong(h -> h.swim.digest()).distinct().count() == 1;
  }

  /** Whether all live members see that member in that state. */
  boolean allSee(SimHost member, State state) {
    return living().stream().filter(h -> h != member).allMatch(h -> h.sees(member) == state);
  }

  /** The different sets of tags that live members believe that member to have. */
  Set<String> tagsOf(SimHost member) {
    return living().stream()
        .flatMap(h -> h.swim.members().stream())
        .filter(m -> m.member().name().equals(member.name()))
        .map(m -> m.member().tags().toString())
        .collect(java.util.stream.Collectors.toSet());
  }

  long events(State state) {
    return living().stream().mapToLong(h -> h.eventsOf(state)).sum();
  }

  String describe() {
    var text = new StringBuilder();
    living().forEach(h -> text.append('\n').append(h.name()).append(' ').append(h.view()));
    return text.toString();
  }
}

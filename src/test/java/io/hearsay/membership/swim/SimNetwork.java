package io.hearsay.membership.swim;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Hosts on a network with loss, delay, duplication, reordering, cuts, pauses and crashes, all from
 * one seed.
 */
final class SimNetwork {
  final VirtualTime time = new VirtualTime();
  final Random random;
  final Map<InetSocketAddress, SimHost> hosts = new HashMap<>();
  final Profile profile;
  double loss;

  /** Whether hosts record what they see; off while a large cluster forms. */
  boolean recording = true;

  /** What becomes of a request over TCP, beyond loss and cuts. */
  enum Tcp {
    FINE,
    /** The host refuses the connection. */
    REFUSED,
    /** The request arrives, the answer does not. */
    HALF
  }

  /** What becomes of a request from that host to that address. */
  BiFunction<SimHost, InetSocketAddress, Tcp> tcp = (from, to) -> Tcp.FINE;

  /** Observes everything that happens. */
  Onlooker onlooker = Onlooker.NOBODY;

  /** The share of datagrams that take a detour; the next field is its longest duration in ms. */
  double detoured;

  long detour;
  double duplication;
  long minDelay = 0;
  long maxDelay = 1;

  /** Whether what the first host sends to the second is dropped; may be asymmetric. */
  BiPredicate<SimHost, SimHost> cut = (from, to) -> false;

  SimNetwork(long seed, Profile profile) {
    this.random = new Random(seed);
    this.profile = profile;
  }

  /** Whether a packet gets lost on its way. */
  boolean lost(SimHost from, SimHost to) {
    return cut.test(from, to) || random.nextDouble() < loss;
  }

  long delay() {
    return minDelay + (maxDelay > minDelay ? random.nextLong(maxDelay - minDelay + 1) : 0);
  }

  /** The extra delay of a datagram, so that later ones overtake it. */
  long late() {
    return detoured > 0 && random.nextDouble() < detoured ? random.nextLong(detour + 1) : 0;
  }

  boolean duplicated() {
    return duplication > 0 && random.nextDouble() < duplication;
  }
}

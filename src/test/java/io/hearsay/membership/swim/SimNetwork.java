package io.hearsay.membership.swim;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/**
 * Hosts on a network with loss, delay, duplication, reordering, cuts, pauses and crashes; all from
 * one seed.
 */
final class SimNetwork {
  final VirtualTime time = new VirtualTime();
  final Random random;
  final Map<InetSocketAddress, SimHost> hosts = new HashMap<>();
  final Profile profile;
  double loss;

  /** Whether hosts keep a list of what they saw happen; off while a large cluster forms. */
  boolean recording = true;

  /** How a question over TCP fares beyond loss and cuts. */
  enum Tcp {
    FINE,
    /** The host says that nobody listens. */
    REFUSED,
    /** The question is heard, the answer is not. */
    HALF
  }

  /** What becomes of a question of that host to that address. */
  BiFunction<SimHost, InetSocketAddress, Tcp> tcp = (from, to) -> Tcp.FINE;

  /** Is told of all that happens. */
  Onlooker onlooker = Onlooker.NOBODY;

  /** How many datagrams take another way, and how much longer that is at most, in ms. */
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

  /** What a datagram takes on top, so that later ones overtake it. */
  long late() {
    return detoured > 0 && random.nextDouble() < detoured ? random.nextLong(detour + 1) : 0;
  }

  boolean duplicated() {
    return duplication > 0 && random.nextDouble() < duplication;
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Message;
import java.util.List;
import java.util.Random;

/**
 * An attacker who reaches the members of a cluster without keys, knows everything that they say,
 * and may send datagrams in anybody's name; their content is a {@link Forgery}.
 */
final class Stranger {
  /** A host without a member. */
  static final int NOWHERE = 60_000;

  private final SimNetwork net;
  private final Random random;
  private final Forgery forgery;

  Stranger(SimNetwork net, long seed) {
    this.net = net;
    this.random = new Random(seed);
    this.forgery = new Forgery(random, () -> SimHost.address(NOWHERE + random.nextInt(100)));
  }

  /** Sends a forgery of a kind, about one member to another or to the same. */
  void send(Forgery.Kind kind, SimHost about, SimHost to) {
    var sender = random.nextBoolean() ? about : to;
    long nonce = random.nextBoolean() ? random.nextLong() : sender.swim.self().boot().nonce();
    send(to, nonce, message(kind, about, to));
  }

  /** Creates a forgery without sending it. */
  Message message(Forgery.Kind kind, SimHost about, SimHost to) {
    return forgery.of(
        kind, about.swim.self(), to.swim.self().boot(), net.time.wallClock().toEpochMilli());
  }

  /** Sends exactly that message, from an address without a member. */
  void send(SimHost to, long nonce, Message message) {
    var from = new Endpoint(SimHost.address(NOWHERE + random.nextInt(100)), nonce);
    net.time.at(net.time.now(), () -> to.run(() -> to.swim.datagram(from, Codec.encode(message))));
  }

  Forgery.Kind any(List<Forgery.Kind> kinds) {
    return kinds.get(random.nextInt(kinds.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}

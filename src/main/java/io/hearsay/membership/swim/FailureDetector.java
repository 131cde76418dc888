package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Probes members in a shuffled ring, so that each is probed within 2N−1 intervals (SWIM, section
 * 4.3). A probe is a ping. If it is not answered in time, k other members are asked to ping the
 * target, and TCP is tried as well, which gets through where UDP is blocked and shows how the
 * target's host reacts. Helpers that cannot reach the target either say so (Lifeguard's nack): if
 * even they are silent, the problem is ours.
 */
final class FailureDetector {
  /** Why a probe was started, which decides how it proceeds. */
  enum Cause {
    /** It is the member's turn in the ring. */
    TURN,
    /** Another member claims that it is gone. */
    CLAIM,
    /** Its heartbeat is overdue. */
    MISSED,
    /** It closed a tripwire: ping and TCP immediately, with little time to answer. */
    WIRE
  }

  /** Receives the outcome of probes. */
  interface Verdicts {
    /**
     * The member did not answer.
     *
     * @param since when the silence began, on the protocol's clock
     */
    void unreachable(MemberEntry peer, Evidence evidence, long since);

    /** The member answered, with its digest. */
    void digest(MemberEntry peer, long digest);

    /** The member answered over TCP but not by datagram. */
    void byTcp(MemberEntry peer, long digest);

    /** Sends a datagram to this member, with as much gossip as fits. */
    void send(MemberEntry peer, Message message);
  }

  private static final int FEW = 64;

  /** Maximum number of concurrent probes, far below the number of sequence numbers. */
  private static final int MOST = 16_384;

  /** Maximum number of concurrent pings for other members, since sequence numbers are limited. */
  private static final int MAX_RELAYS = 1024;

  /** After a refused connection, time in ms for the answer to a ping that was under way. */
  private static final long REFUSED_GRACE = 40;

  private final ProtocolContext core;
  private final Verdicts verdicts;
  private final Map<Integer, Probe> inFlight = new HashMap<>();
  private final Map<Integer, Relay> relays = new HashMap<>();
  private final List<Long> ring = new ArrayList<>();
  private int sequence;
  private long nextTurn;

  FailureDetector(ProtocolContext core, Verdicts verdicts) {
    this.core = core;
    this.verdicts = verdicts;
    this.sequence = core.random().nextInt(0x10000);
  }

  /** Starts probing, at a random time within the first interval. */
  void start() {
    schedule(1 + core.random().nextLong(core.profile().probeInterval()));
  }

  private void schedule(long wait) {
    nextTurn = core.now() + wait;
    core.timers().after(wait, this::turn);
  }

  private void turn() {
    boolean paused = core.now() - nextTurn > StateMerger.PAUSE_MILLIS;
    schedule(core.profile().probeInterval() * core.health().multiplier());
    if (paused) {
      // Answers may be waiting unread in our own socket, so probes in flight prove nothing.
      core.counters().count(Counter.PAUSES);
      core.health().add(1);
      List.copyOf(inFlight.values()).forEach(Probe::drop);
    }
    next().ifPresent(peer -> probe(peer, Cause.TURN));
  }

  private Optional<MemberEntry> next() {
    for (int refill = 0; refill < 2; refill++) {
      while (!ring.isEmpty()) {
        var peer = core.table().boot(ring.removeLast());
        if (peer.isPresent() && peer.get().present() && !core.table().isSelf(peer.get())) {
          return peer;
        }
      }
      core.table().others(MemberEntry::present).forEach(p -> ring.add(p.nonce()));
      Collections.shuffle(ring, Random.from(core.random()));
    }
    return Optional.empty();
  }

  /** Probes a member unless a probe that is at least as urgent is under way. */
  void probe(MemberEntry peer, Cause cause) {
    probe(peer, cause, answered -> {});
  }

  /** Probes a member if few others are probed at the moment. */
  void glance(MemberEntry peer) {
    if (inFlight.size() < FEW) {
      probe(peer, Cause.CLAIM);
    }
  }

  /** Probes a member whose heartbeat was due at that time. */
  void missed(MemberEntry peer, long due) {
    probe(peer, Cause.MISSED, due, answered -> {});
  }

  /** Probes a member and reports whether it answered. */
  void probe(MemberEntry peer, Cause cause, Consumer<Boolean> done) {
    probe(peer, cause, core.now(), done);
  }

  private void probe(MemberEntry peer, Cause cause, long since, Consumer<Boolean> done) {
    for (var running : inFlight.values()) {
      if (running.peer == peer && (running.cause == cause || running.cause == Cause.WIRE)) {
        running.then(done);
        return;
      }
    }
    if (core.table().isSelf(peer) || inFlight.size() >= MOST) {
      // This is the local member, or there are too many probes already.
      done.accept(true);
      return;
    }
    new Probe(peer, cause, since).then(done).begin();
  }

  /**
   * Sends a ping without waiting for the answer, which is noticed by its sender when it arrives.
   */
  void nudge(MemberEntry peer) {
    verdicts.send(peer, new Message.Ping(nextSequence(), core.table().digest()));
  }

  /** Handles an answer, direct or through another member. */
  void ack(Endpoint from, Message.Ack ack) {
    var probe = inFlight.get(ack.sequence());
    if (probe != null) {
      probe.answered(from.nonce() == probe.peer.nonce());
      if (from.nonce() == probe.peer.nonce()) {
        verdicts.digest(probe.peer, ack.digest());
      }
      return;
    }
    var relay = relays.remove(ack.sequence());
    if (relay != null && relay.target == from.nonce()) {
      relay.timer.cancel();
      core.transport()
          .send(relay.origin, Codec.encode(new Message.Ack(relay.sequence, ack.digest())));
    }
  }

  void nack(Message.Nack nack) {
    var probe = inFlight.get(nack.sequence());
    if (probe != null) {
      probe.nacks++;
    }
  }

  /** Pings a member on behalf of another one; only members, and only at their known addresses. */
  void relay(Endpoint origin, Message.PingRequest request) {
    var asker = core.table().boot(origin.nonce());
    var target = core.table().boot(request.target().nonce());
    if (asker.isEmpty() || target.isEmpty() || relays.size() >= MAX_RELAYS) {
      core.transport().send(origin, Codec.encode(new Message.Nack(request.sequence())));
      return;
    }
    int own = nextSequence();
    long limit = core.profile().probeTimeout() * 4 / 5;
    var timer =
        core.timers()
            .after(
                limit,
                () -> {
                  relays.remove(own);
                  core.transport().send(origin, Codec.encode(new Message.Nack(request.sequence())));
                });
    relays.put(own, new Relay(origin, request.sequence(), request.target().nonce(), timer));
    core.transport()
        .send(target.get().endpoint(), Codec.encode(new Message.Ping(own, core.table().digest())));
  }

  private int nextSequence() {
    do {
      sequence = (sequence + 1) & 0xffff;
    } while (sequence == RingHeartbeat.UNASKED
        || inFlight.containsKey(sequence)
        || relays.containsKey(sequence));
    return sequence;
  }

  private record Relay(Endpoint origin, int sequence, long target, Timers.Timer timer) {}

  private final class Probe {
    final MemberEntry peer;
    final Cause cause;
    final long since;
    final int number = nextSequence();
    final long multiplier = core.health().multiplier();
    final long started = core.now();
    private final List<Consumer<Boolean>> waiting = new ArrayList<>();
    private final List<Timers.Timer> timers = new ArrayList<>();
    private Evidence evidence = Evidence.UNREACHABLE;
    private boolean refused;
    private boolean overdue;
    private boolean indirect;
    private int asked;
    int nacks;

    Probe(MemberEntry peer, Cause cause, long since) {
      this.peer = peer;
      this.cause = cause;
      this.since = since;
    }

    Probe then(Consumer<Boolean> done) {
      waiting.add(done);
      return this;
    }

    void begin() {
      inFlight.put(number, this);
      core.counters().count(Counter.PROBES);
      ping();
      var profile = core.profile();
      if (cause == Cause.WIRE) {
        // The result over TCP must be in before the verdict.
        tcp(profile.wireGrace() * multiplier * 4 / 5);
        at(profile.wireGrace() * multiplier, this::judge);
      } else {
        at(profile.probeTimeout() * multiplier, this::askOthers);
        at(profile.probeDeadline() * multiplier, this::judge);
      }
    }

    private void ping() {
      verdicts.send(peer, new Message.Ping(number, core.table().digest()));
    }

    private void at(long wait, Runnable step) {
      long due = core.now() + wait;
      timers.add(
          core.timers()
              .after(
                  wait,
                  () -> {
                    long late = core.now() - due;
                    if (late > StateMerger.PAUSE_MILLIS) {
                      core.counters().count(Counter.PAUSES);
                      drop();
                    } else {
                      overdue |= late > StateMerger.LATE_MILLIS;
                      step.run();
                    }
                  }));
    }

    private void askOthers() {
      indirect = true;
      var helpers =
          core.table()
              .sample(
                  core.profile().indirectProbes(),
                  core.random(),
                  p -> p != peer && p.suspicion() == null);
      asked = helpers.size();
      var request = new Message.PingRequest(number, peer.endpoint());
      helpers.forEach(helper -> verdicts.send(helper, request));
      ping();
      tcp((core.profile().probeDeadline() - core.profile().probeTimeout()) * multiplier * 4 / 5);
    }

    private void tcp(long limit) {
      var question = Codec.encode(new Message.PingRequest(number, peer.endpoint()));
      core.transport().exchange(peer.endpoint().address(), question, limit, this::tcpReply);
    }

    private void tcpReply(Transport.Reply reply) {
      if (inFlight.get(number) != this) {
        return;
      }
      switch (reply) {
        case Transport.Reply.Answer a -> {
          var word =
              Codec.decode(a.payload()).orElse(List.of()).stream()
                  .filter(m -> m instanceof Message.Ack ack && ack.sequence() == number)
                  .findFirst();
          if (word.isPresent() && word.get() instanceof Message.Ack ack) {
            core.counters().count(Counter.PROBES_TCP_ONLY);
            answered(true);
            verdicts.byTcp(peer, ack.digest());
          } else {
            // Another boot is at that address now.
            gone();
          }
        }
        case Transport.Reply.Refused r -> gone();
        case Transport.Reply.Silence s -> evidence = Evidence.SILENT;
        case Transport.Reply.Unreachable u -> {}
      }
    }

    private void gone() {
      evidence = Evidence.GONE;
      refused = true;
      if (cause == Cause.WIRE) {
        at(REFUSED_GRACE, this::judge);
      }
    }

    void answered(boolean direct) {
      if (direct) {
        peer.heard(core.now());
        if (!indirect) {
          long took = Math.max(core.now() - started, 0);
          core.table().roundTrip(peer, took);
          core.counters().took(Timing.PROBE_ROUND_TRIP, took);
        }
      }
      core.health().add(-1);
      finish(true);
    }

    private void judge() {
      if (inFlight.get(number) != this) {
        return;
      }
      if (!refused && overdue) {
        // Being too slow to hear an answer is not the same as silence. On an overloaded host all
        // members are late together; if they accused each other, the accusations would prolong the
        // overload.
        core.counters().count(Counter.PROBES_INCONCLUSIVE);
        core.health().add(1);
        drop();
        return;
      }
      if (!refused) {
        // Silence may be our own fault: fewer nacks than requests, or nobody to ask, counts against
        // us.
        core.health().add(asked > 0 ? asked - Math.min(nacks, asked) : 1);
      }
      boolean wire = cause == Cause.WIRE && evidence == Evidence.UNREACHABLE;
      finish(false);
      verdicts.unreachable(peer, wire ? Evidence.GONE : evidence, since);
    }

    void drop() {
      finish(true);
    }

    private void finish(boolean answered) {
      if (inFlight.remove(number, this)) {
        timers.forEach(Timers.Timer::cancel);
        waiting.forEach(done -> done.accept(answered));
      }
    }
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.Printable;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The membership protocol of one member: a pure state machine. Clock, randomness and network are
 * injected, so under virtual time the same seed gives the same run. It has no locks and no threads:
 * input, timers and output all happen on one context.
 *
 * <h2>Origin</h2>
 *
 * <ul>
 *   <li>A. Das, I. Gupta, A. Motivala: <i>SWIM: Scalable Weakly-consistent Infection-style Process
 *       Group Membership Protocol</i>, DSN 2002: probes of one random member per interval, indirect
 *       probes, rumours that ride on probes, suspicion and refutation by incarnation numbers,
 *       round-robin over a shuffled ring. The load of a member does not depend on N; the first
 *       probe of a dead member comes after T'·1/(1−1/e) on average and 2N−1 intervals at most.
 *   <li>A. Dadgar, J. Phillips, J. Currey: <i>Lifeguard: Local Health Awareness for More Accurate
 *       Failure Detection</i>, DSN-W 2018: {@link LocalHealth}, the shrinking {@link Suspicion},
 *       and the buddy system in {@link Gossip}.
 * </ul>
 *
 * <h2>What Hearsay adds</h2>
 *
 * <ul>
 *   <li><b>Evidence.</b> A probe finds out how the target's host reacts: it refuses connections
 *       (the process is gone), it accepts them but the process is silent (paused), or nothing comes
 *       back (cut off). {@link Evidence} is sent with the suspicion and determines its timeout. So
 *       a crash is known in tenths of a second, and a pause of seconds is forgiven.
 *   <li><b>{@link Tripwires}.</b> Silent connections that the operating system closes when a
 *       process dies.
 *   <li><b>{@link RingHeartbeat}.</b> A periodic datagram to the neighbour on the ring, so that
 *       silence is noticed after one interval rather than at a random time, at a cost that does not
 *       grow.
 *   <li><b>Shared verification.</b> Members that hear of a suspicion probe the suspect themselves:
 *       if it is alive, the buddy system makes it refute immediately; if not, independent accusers
 *       shorten the timeout.
 *   <li><b>Digests.</b> Pings carry eight bytes that summarise what their sender knows; full
 *       exchanges happen only between members that disagree ({@link AntiEntropy}), so idle traffic
 *       does not grow with N.
 *   <li><b>Boots.</b> A name is one member; its starts are ordered boots, of which the newest
 *       counts, with its address ({@link StateMerger}). A second process with the name of one that
 *       is alive is refused.
 *   <li><b>{@link Reconnector}.</b> Seeds and failed members are contacted again and again, so that
 *       any partition heals.
 * </ul>
 *
 * <p>Formulas: a rumour is sent λ·⌈log10(N+1)⌉ times ({@link BroadcastQueue}), N being the number
 * of present members; a suspicion lasts max − (max − min)·log(c+1)/log(k+1) ({@link Suspicion});
 * every timer that judges others is multiplied by 1 + local health. The values are in {@link
 * Profile}.
 */
public final class Swim {
  private final Turns turns;
  private final ProtocolContext core;
  private final StateMerger membership;
  private final FailureDetector probes;
  private final Gossip gossip;
  private final AntiEntropy exchanges;
  private final Tripwires tripwires;
  private final RingHeartbeat heartbeats;
  private final Reconnector recontact;
  private final JoinGuard admission;
  private final LeaveProcedure departure;
  private final UserMessages userMessages;
  private final Strangers strangers;
  private final Acceptance acceptance;
  private final Publisher publisher;
  private final SwimListener listener;
  private long rewired;
  private volatile boolean joined;
  private volatile long lastTurn;
  private volatile int queued;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * Creates a member that is not started yet.
   *
   * @param self its own record, alive, with incarnation 0
   * @param allowed which addresses members may have; records with others are not believed
   * @param seeds supplies the addresses where to look for other members, each time anew
   */
  public Swim(
      Profile profile,
      MemberRecord self,
      Supplier<Set<InetSocketAddress>> seeds,
      Predicate<InetAddress> allowed,
      Environment environment,
      SwimListener listener) {
    this.listener = listener;
    this.turns =
        new Turns(
            this::afterTurn,
            failure -> {
              environment.counters().count(Counter.TURNS_FAILED);
              listener.failed(failure);
            });
    var clock = turns.over(environment.timers());
    this.core =
        new ProtocolContext(
            profile,
            new Environment(
                clock,
                environment.random(),
                turns.over(environment.transport()),
                environment.counters()),
            new MemberTable(
                self.says(self.flags() | Flags.EXTENSIONS, self.tags(), self.incarnation()), clock),
            new BroadcastQueue(profile.retransmitMultiplier()),
            new LocalHealth(),
            allowed);
    this.gossip = new Gossip(core);
    this.membership = new StateMerger(core, new MembershipHooks());
    this.probes = new FailureDetector(core, new ProbeVerdicts());
    this.userMessages = new UserMessages(core, gossip, listener);
    this.exchanges = new AntiEntropy(core, new ExchangeIntake());
    this.strangers = new Strangers(core, exchanges);
    this.acceptance = new Acceptance(core);
    this.publisher = new Publisher(core, listener);
    this.tripwires =
        new Tripwires(
            core,
            (peer, how) ->
                probes.probe(
                    peer,
                    how == TripwireEnd.BROKEN
                        ? FailureDetector.Cause.WIRE
                        : FailureDetector.Cause.CLAIM));
    this.heartbeats = new RingHeartbeat(core, gossip, probes::missed, this::tidy);
    this.departure = new LeaveProcedure(core, membership, exchanges, this::stop);
    this.recontact =
        new Reconnector(core, exchanges, () -> departure.begun() ? Set.of() : seeds.get());
    this.admission =
        new JoinGuard(
            core,
            probes,
            exchanges,
            members -> intake(members, StateMerger.Source.SYNC),
            listener::turnedAway);
  }

  /** Starts looking for other members. */
  public void start() {
    turn(
        () -> {
          probes.start();
          heartbeats.start();
          recontact.start();
        });
  }

  /** Contacts these addresses immediately; reports how many answered. */
  public void join(Set<InetSocketAddress> addresses, Consumer<Integer> done) {
    turn(
        () -> {
          var answers = new int[2];
          for (var address : addresses) {
            exchanges.exchange(
                address,
                true,
                answered -> {
                  answers[0] += answered ? 1 : 0;
                  if (++answers[1] == addresses.size()) {
                    done.accept(answers[0]);
                  }
                });
          }
          if (addresses.isEmpty()) {
            done.accept(0);
          }
        });
  }

  /** Handles a datagram that has been opened. */
  public void datagram(Endpoint from, byte[] payload) {
    var messages = Codec.decode(payload);
    if (messages.isEmpty() || from.nonce() == core.table().self().nonce()) {
      // We never send datagrams to ourselves, so somebody else has used our nonce.
      core.counters().count(Counter.PACKETS_MALFORMED);
      return;
    }
    turn(
        () -> {
          var sender = core.table().boot(from.nonce());
          sender.ifPresent(peer -> peer.heard(core.now()));
          messages.get().forEach(message -> receive(from, message));
          acceptance.heard();
          if (!isAt(sender, from)) {
            // It is unknown, or known at another address: one of us has something to learn.
            strangers.met(from.address());
          }
        });
  }

  private static boolean isAt(Optional<MemberEntry> peer, Endpoint from) {
    return peer.filter(p -> p.record().address().equals(from.address())).isPresent();
  }

  private void receive(Endpoint from, Message message) {
    switch (message) {
      case Message.Ping ping -> answer(from, ping);
      case Message.Ack ack when ack.sequence() == RingHeartbeat.UNASKED -> heartbeat(from, ack);
      case Message.Ack ack -> probes.ack(from, ack);
      case Message.PingRequest request -> probes.relay(from, request);
      case Message.Nack nack -> probes.nack(nack);
      case Message.Claim claim -> membership.claim(claim.member(), true, StateMerger.Source.RUMOUR);
      case Message.Suspect suspect -> membership.suspect(suspect);
      case Message.Failed failed -> membership.failed(failed);
      case Message.Leave leave -> {
        membership.left(leave);
        if (leave.nonce() == from.nonce()) {
          core.transport().send(from, Codec.encode(new Message.LeaveAck(leave.nonce())));
        }
      }
      case Message.LeaveAck ack -> departure.acknowledged(from);
      case Message.Event event -> {
        // Before the first answer we cannot know whether it is older than the join; if it is not,
        // it will come again.
        if (joined || !exchanges.underWay()) {
          userMessages.event(event);
        }
      }
      case Message.Query query -> userMessages.query(query);
      case Message.DirectQuery direct -> userMessages.direct(direct.query());
      case Message.QueryReply reply -> userMessages.answered(from, reply);
      case Message.QueryAck ack -> userMessages.acknowledged(from, ack);
      case Message.Relay relay -> userMessages.relay(from, relay);
      case Message.Sync s -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.SyncReply s -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.Refused r -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.Tripwire t -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.KeyOrder k -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.KeyReport k -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.Clocks c -> core.counters().count(Counter.PACKETS_MISPLACED);
      case Message.WantPast w -> core.counters().count(Counter.PACKETS_MISPLACED);
    }
  }

  private void heartbeat(Endpoint from, Message.Ack word) {
    core.table()
        .boot(from.nonce())
        .ifPresent(
            peer -> {
              heartbeats.heard(peer);
              exchanges.compare(peer, word.digest());
            });
  }

  private void answer(Endpoint from, Message.Ping ping) {
    var ack = new Message.Ack(ping.sequence(), core.table().digest());
    var known = core.table().boot(from.nonce());
    if (isAt(known, from)) {
      gossip.send(known.get(), ack);
      exchanges.compare(known.get(), ping.digest());
    } else {
      // Goes to where it came from, and is no larger than what came: that address may be forged.
      core.transport().send(from, Codec.encode(ack));
    }
  }

  /** Handles a question over TCP; the answer may be given later. */
  public void request(byte[] payload, Consumer<byte[]> reply) {
    turn(
        () -> {
          var messages = Codec.decode(payload).orElse(List.of());
          for (var message : messages) {
            if (message instanceof Message.Sync sync && !sync.members().isEmpty()) {
              admission.admit(
                  sync,
                  answer ->
                      reply.accept(Bytes.join(answer, userMessages.answering(sync, messages))));
            } else if (message instanceof Message.PingRequest request) {
              boolean here = request.target().nonce() == core.table().self().nonce();
              reply.accept(
                  Codec.encode(
                      here
                          ? new Message.Ack(request.sequence(), core.table().digest())
                          : new Message.Refused("another boot lives here")));
            }
          }
        });
  }

  /** Takes the records of an exchange; the first is that of the peer itself. */
  private void intake(List<MemberRecord> members, StateMerger.Source source) {
    joined = true;
    var before = core.table().self().record();
    // A member that was alone could only tell those that it has just heard this from.
    boolean alone = core.table().present() == 1;
    membership.claim(members.getFirst(), !alone, source);
    var rest = source == StateMerger.Source.ITSELF ? StateMerger.Source.REPLY : source;
    members.stream().skip(1).forEach(m -> membership.claim(m, !alone, rest));
    var first = core.table().named(members.getFirst().name());
    if (core.table().self().record() != before) {
      // The peer believed us dead, so it must know first that we are not.
      first.ifPresent(
          p ->
              core.transport()
                  .send(
                      p.endpoint(), Codec.encode(new Message.Claim(core.table().self().record()))));
    }
  }

  /** A new seed has been found; a member that is alone contacts it immediately. */
  public void found(InetSocketAddress seed) {
    turn(
        () -> {
          if (!departure.begun()) {
            recontact.found(seed);
          }
        });
  }

  /** A tripwire to or from this boot broke without a farewell. */
  public void wireLost(long nonce) {
    turn(() -> tripwires.lost(nonce));
  }

  /** Changes what the local member says about itself. */
  public void say(int flags, SortedMap<String, String> tags) {
    turn(() -> membership.own().say(flags, tags));
  }

  /** Changes the local member's address: announces it, and looks for the others again. */
  public void moved(InetSocketAddress address) {
    turn(
        () -> {
          membership.own().moved(address);
          recontact.now();
        });
  }

  /**
   * Sends an event to all members.
   *
   * @param name 1–{@value Codec#MAX_EVENT_NAME} bytes
   * @param payload at most {@value Codec#MAX_EVENT_PAYLOAD} bytes
   */
  public void event(String name, Bytes payload) {
    event(name, payload, false);
  }

  /**
   * As {@link #event(String, Bytes)}.
   *
   * @param coalesce whether receivers that gather events need only the last one of this name
   */
  public void event(String name, Bytes payload, boolean coalesce) {
    turn(() -> userMessages.event(name, payload, coalesce));
  }

  /** Asks all members; see {@link #query(Question, Question.Answers)}. */
  public void query(
      String name,
      Bytes payload,
      long limitMillis,
      BiConsumer<String, Bytes> answers,
      Runnable done) {
    query(
        Question.toAll(name, payload, limitMillis),
        new Question.Answers(from -> {}, answers, done));
  }

  /** Asks members, possibly including this one. */
  public void query(Question question, Question.Answers answers) {
    turn(() -> userMessages.query(question, answers));
  }

  /** Restores the clocks of events and queries as they were before this boot. */
  public void recall(long eventTime, long queryTime) {
    turn(() -> userMessages.recall(eventTime, queryTime));
  }

  /**
   * Asks the first member it reaches for the most recent events, which are delivered as if they
   * were new.
   */
  public void wantPast() {
    turn(userMessages::wantPast);
  }

  /** The time of the latest event so far; 0: none. */
  public long eventTime() {
    return userMessages.eventTime();
  }

  /** The time of the latest query so far; 0: none. */
  public long queryTime() {
    return userMessages.queryTime();
  }

  /** Marks a member as left; false if there is no such member or it is present. */
  public boolean forceLeave(String name, boolean prune) {
    var result = new boolean[1];
    turn(() -> result[0] = membership.forceLeave(name, prune));
    return result[0];
  }

  /** Leaves: announces it, waits until some members have acknowledged, then stops. */
  public void leave(Runnable done) {
    if (turns.stopped()) {
      done.run();
    } else {
      turn(() -> departure.begin(done));
    }
  }

  /** Stops without announcing it. */
  public void stop() {
    tripwires.stop();
    turns.stop();
  }

  /** Periodic work; runs with the heartbeat, which saves a timer. */
  private void tidy() {
    membership.reap();
    var now = acceptance.trouble();
    if (!now.equals(trouble)) {
      trouble = now;
      listener.troubled(now.orElse(""));
    }
  }

  /**
   * Why this member is not properly part of the cluster although it has reached others, for an
   * operator; empty if all is well. May be called from any thread.
   */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Whether that boot is a present member. */
  public boolean isPresent(long nonce) {
    return core.table().boot(nonce).filter(MemberEntry::present).isPresent();
  }

  /** Whether a present member is at that address. */
  public boolean isHost(InetAddress address) {
    return core.table().isHost(address);
  }

  /** Sets the limits of the table; by default they depend on the size of the heap. */
  void limit(TableLimits limits) {
    core.table().limit(limits);
  }

  /**
   * All known members, including the local one, sorted by name. A member that has not changed is
   * the same object as before.
   */
  public List<MemberSnapshot> members() {
    return core.table().all().stream().map(MemberEntry::snapshot).toList();
  }

  /** The record of the member of that name. */
  Optional<MemberRecord> member(String name) {
    return core.table().named(name).map(MemberEntry::record);
  }

  /** Number of present members, including the local one. */
  int present() {
    return core.table().present();
  }

  /** The table, for observers. */
  MemberTable table() {
    return core.table();
  }

  /** Number of rumours being gossiped. */
  int rumours() {
    return core.rumours().size();
  }

  /** The local member's record. */
  public MemberRecord self() {
    return core.table().self().record();
  }

  /** 64 bits that are equal in members that know the same about the present members. */
  public long digest() {
    return core.table().digest();
  }

  /** Whether another member was ever reached. */
  public boolean joined() {
    return joined;
  }

  /** When the last turn ran, on the injected clock. May be called from any thread. */
  public long lastTurn() {
    return lastTurn;
  }

  /** Amount of news waiting to be gossiped. May be called from any thread. */
  public int queued() {
    return queued;
  }

  /** Lifeguard's score of this member, 0 to 8. */
  public int localHealth() {
    return core.health().score();
  }

  private void turn(Runnable work) {
    turns.run(work);
  }

  private void afterTurn() {
    lastTurn = core.now();
    if (rewired != core.table().version()) {
      rewired = core.table().version();
      tripwires.rewire();
    }
    publisher.afterTurn();
    queued = core.rumours().size();
  }

  private final class MembershipHooks implements StateMerger.Hooks {
    @Override
    public void verify(MemberEntry peer) {
      probes.probe(peer, FailureDetector.Cause.CLAIM);
    }

    @Override
    public void glance(MemberEntry peer) {
      probes.glance(peer);
    }

    @Override
    public void remind(MemberEntry peer) {
      probes.nudge(peer);
    }

    @Override
    public void news() {
      gossip.news();
    }

    @Override
    public void ask(InetSocketAddress address) {
      strangers.met(address);
    }

    @Override
    public void superseded(MemberRecord by) {
      listener.superseded(by);
    }
  }

  private final class ProbeVerdicts implements FailureDetector.Verdicts {
    @Override
    public void unreachable(MemberEntry peer, Evidence evidence, long since) {
      membership.suspect(peer, evidence, since);
    }

    @Override
    public void digest(MemberEntry peer, long digest) {
      exchanges.compare(peer, digest);
    }

    @Override
    public void byTcp(MemberEntry peer, long digest) {
      acceptance.onlyByTcp();
      exchanges.compare(peer, digest);
    }

    @Override
    public void send(MemberEntry peer, Message message) {
      gossip.send(peer, message);
    }
  }

  private final class ExchangeIntake implements AntiEntropy.Intake {
    @Override
    public void records(InetSocketAddress from, List<MemberRecord> members) {
      acceptance.told(members);
      listener.accepted();
      boolean itself = members.getFirst().address().equals(from);
      intake(members, itself ? StateMerger.Source.ITSELF : StateMerger.Source.REPLY);
      boolean understands = (members.getFirst().flags() & Flags.EXTENSIONS) != 0;
      if (understands && userMessages.asksPast()) {
        exchanges.exchange(
            from,
            false,
            answered -> {
              if (!answered) {
                userMessages.wantPast();
              }
            });
      }
    }

    @Override
    public void agreed() {
      acceptance.agreed();
    }

    @Override
    public void refused(InetSocketAddress by, String reason) {
      listener.refused(JoinGuard.text(by) + " says: " + Printable.of(reason));
    }

    @Override
    public byte[] beside() {
      return userMessages.asking();
    }

    @Override
    public void beside(List<Message> messages) {
      userMessages.answered(messages, !joined);
    }
  }
}

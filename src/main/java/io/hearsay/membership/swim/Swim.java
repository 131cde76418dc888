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
 * The membership protocol of one member: a pure state machine. Clock, chance and network are given
 * to it, so that the same seed gives the same run, under virtual time as well as on a real network.
 * It has no locks and no threads: everything, input, timers and output, happens on one context.
 *
 * <h2>Where it comes from</h2>
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
 *   <li><b>Evidence.</b> A probe brings home what the target's host has to say: it refuses (the
 *       process is gone), it accepts but the process is silent (paused), or nothing comes back (cut
 *       off). {@link Evidence} travels with the suspicion and sets how long the suspect may take.
 *       So a crash is known in tenths of a second, and a pause of seconds is forgiven.
 *   <li><b>{@link Tripwires}.</b> Silent connections that the operating system closes when a
 *       process dies.
 *   <li><b>{@link RingHeartbeat}.</b> A word a moment to the neighbour on the ring, so that silence
 *       is noticed after one interval and not when chance has it, at a price that does not grow.
 *   <li><b>Everybody looks.</b> Who hears a suspicion probes the suspect itself: if it lives, the
 *       buddy system makes it refute at once; if not, independent accusers shorten its time.
 *   <li><b>Digests.</b> Pings carry eight bytes that say what their sender knows; a full exchange
 *       happens only between two that disagree ({@link AntiEntropy}), so that idle traffic does not
 *       grow with N.
 *   <li><b>Boots.</b> A name is one member; each start of it is a new boot with an order, and the
 *       newest one counts, with its address ({@link StateMerger}). A second process with the name
 *       of one that lives is refused.
 *   <li><b>{@link Reconnector}.</b> Seeds and members that failed are asked again for ever, so that
 *       any partition heals.
 * </ul>
 *
 * <p>Formulas: a rumour is sent λ·⌈log10(N+1)⌉ times ({@link BroadcastQueue}), N being those
 * present and not the dead; suspicion lasts max − (max − min)·log(c+1)/log(k+1) ({@link
 * Suspicion}); every timer that judges others is multiplied by 1 + local health. The numbers are in
 * {@link Profile}.
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
  private final UserMessages tidings;
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
   * A member that is not started yet.
   *
   * @param self its own record, alive, incarnation 0
   * @param allowed which addresses members may have; others are not believed in
   * @param seeds the addresses to ask for the others, asked for anew each time
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
    this.tidings = new UserMessages(core, gossip, listener);
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
        new JoinGuard(core, probes, exchanges, members -> intake(members, StateMerger.Source.SYNC));
  }

  /** Begins to look for the others. */
  public void start() {
    turn(
        () -> {
          probes.start();
          heartbeats.start();
          recontact.start();
        });
  }

  /** Asks these addresses at once; tells how many answered. */
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

  /** A datagram that has passed the envelope. */
  public void datagram(Endpoint from, byte[] payload) {
    var messages = Codec.decode(payload);
    if (messages.isEmpty() || from.nonce() == core.table().self().nonce()) {
      // We say nothing to ourselves in datagrams: somebody else has used our nonce.
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
            // It is not known, or we know it elsewhere: one of us has something to learn.
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
        // Before the first answer nobody can tell whether it is older than the join; if it is not,
        // it comes again.
        if (joined || !exchanges.underWay()) {
          tidings.event(event);
        }
      }
      case Message.Query query -> tidings.query(query);
      case Message.DirectQuery direct -> tidings.direct(direct.query());
      case Message.QueryReply reply -> tidings.answered(from, reply);
      case Message.QueryAck ack -> tidings.acknowledged(from, ack);
      case Message.Relay relay -> tidings.relay(from, relay);
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
      // To where it came from, and no more than came: that address may be forged.
      core.transport().send(from, Codec.encode(ack));
    }
  }

  /** A question over TCP; the answer may come later. */
  public void request(byte[] payload, Consumer<byte[]> reply) {
    turn(
        () -> {
          var messages = Codec.decode(payload).orElse(List.of());
          for (var message : messages) {
            if (message instanceof Message.Sync sync && !sync.members().isEmpty()) {
              admission.admit(
                  sync,
                  answer -> reply.accept(Bytes.join(answer, tidings.answering(sync, messages))));
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

  /** The first record is that of the peer itself. */
  private void intake(List<MemberRecord> members, StateMerger.Source source) {
    joined = true;
    var before = core.table().self().record();
    // Who was alone has nobody to tell but those from whom it has just heard it.
    boolean alone = core.table().present() == 1;
    membership.claim(members.getFirst(), !alone, source);
    var rest = source == StateMerger.Source.ITSELF ? StateMerger.Source.REPLY : source;
    members.stream().skip(1).forEach(m -> membership.claim(m, !alone, rest));
    var first = core.table().named(members.getFirst().name());
    if (core.table().self().record() != before) {
      // The peer believed us dead: tell it first.
      first.ifPresent(
          p ->
              core.transport()
                  .send(
                      p.endpoint(), Codec.encode(new Message.Claim(core.table().self().record()))));
    }
  }

  /** There is another seed: who is alone asks it at once. */
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

  /** Says something new about the local member. */
  public void say(int flags, SortedMap<String, String> tags) {
    turn(() -> membership.own().say(flags, tags));
  }

  /** The local member has another address from now on: tells of it, and looks for the others. */
  public void moved(InetSocketAddress address) {
    turn(
        () -> {
          membership.own().moved(address);
          recontact.now();
        });
  }

  /**
   * Tells all members of an event.
   *
   * @param name 1–{@value Codec#MAX_EVENT_NAME} bytes
   * @param payload at most {@value Codec#MAX_EVENT_PAYLOAD} bytes
   */
  public void event(String name, Bytes payload) {
    event(name, payload, false);
  }

  /**
   * The same.
   *
   * @param coalesce whether the last one of its name will do for who waits for more
   */
  public void event(String name, Bytes payload, boolean coalesce) {
    turn(() -> tidings.event(name, payload, coalesce));
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

  /** Asks members, this one included if it is meant. */
  public void query(Question question, Question.Answers answers) {
    turn(() -> tidings.query(question, answers));
  }

  /** What was known of the clocks of events and queries before this boot. */
  public void recall(long eventTime, long queryTime) {
    turn(() -> tidings.recall(eventTime, queryTime));
  }

  /**
   * Asks the first member that it meets for the last events, which are told as if they were new.
   */
  public void wantPast() {
    turn(tidings::wantPast);
  }

  /** The highest number of an event so far; 0: none. */
  public long eventTime() {
    return tidings.eventTime();
  }

  /** The highest number of a query so far; 0: none. */
  public long queryTime() {
    return tidings.queryTime();
  }

  /**
   * See {@link io.hearsay.membership.wire.State#LEFT}; false if there is no such member or it is
   * present.
   */
  public boolean forceLeave(String name, boolean prune) {
    var result = new boolean[1];
    turn(() -> result[0] = membership.forceLeave(name, prune));
    return result[0];
  }

  /** Leaves: tells the others, waits for some to acknowledge, then stops. */
  public void leave(Runnable done) {
    if (turns.stopped()) {
      done.run();
    } else {
      turn(() -> departure.begin(done));
    }
  }

  /** Stops without a word. */
  public void stop() {
    tripwires.stop();
    turns.stop();
  }

  /** What is due now and then; it goes with the heartbeat, which saves a timer. */
  private void tidy() {
    membership.reap();
    var now = acceptance.trouble();
    if (!now.equals(trouble)) {
      trouble = now;
      listener.troubled(now.orElse(""));
    }
  }

  /**
   * Why this member has no good place among the others although it has met some, for an operator;
   * empty if all is well. May be read from any thread.
   */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Whether that boot is a member that takes part. */
  public boolean isPresent(long nonce) {
    return core.table().boot(nonce).filter(MemberEntry::present).isPresent();
  }

  /** Whether a member that takes part is at that address. */
  public boolean isHost(InetAddress address) {
    return core.table().isHost(address);
  }

  /** Holds no more than that from now on; by default what the heap can pay for. */
  void limit(TableLimits limits) {
    core.table().limit(limits);
  }

  /**
   * All that are known, the local one included, sorted by name. One that has not changed since is
   * the same object as before.
   */
  public List<MemberSnapshot> members() {
    return core.table().all().stream().map(MemberEntry::snapshot).toList();
  }

  /** What is known of the member of that name. */
  Optional<MemberRecord> member(String name) {
    return core.table().named(name).map(MemberEntry::record);
  }

  /** How many take part, the local one included. */
  int present() {
    return core.table().present();
  }

  /** What is known, for those that look on. */
  MemberTable table() {
    return core.table();
  }

  /** How many rumours are being told. */
  int rumours() {
    return core.rumours().size();
  }

  /** The local member's record. */
  public MemberRecord self() {
    return core.table().self().record();
  }

  /** 64 bits that are the same where the same is known of those that take part. */
  public long digest() {
    return core.table().digest();
  }

  /** Whether another member was ever met. */
  public boolean joined() {
    return joined;
  }

  /** When the last turn ran, on the clock that was given. May be read from any thread. */
  public long lastTurn() {
    return lastTurn;
  }

  /** How much news is still to be told. May be read from any thread. */
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
      boolean itself = members.getFirst().address().equals(from);
      intake(members, itself ? StateMerger.Source.ITSELF : StateMerger.Source.REPLY);
      boolean understands = (members.getFirst().flags() & Flags.EXTENSIONS) != 0;
      if (understands && tidings.asksPast()) {
        exchanges.exchange(
            from,
            false,
            answered -> {
              if (!answered) {
                tidings.wantPast();
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
      return tidings.asking();
    }

    @Override
    public void beside(List<Message> messages) {
      tidings.answered(messages, !joined);
    }
  }
}

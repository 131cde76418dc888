package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;

/**
 * The rules by which claims about members are believed.
 *
 * <ul>
 *   <li>A newer boot of a name replaces the older one, whatever was known about that.
 *   <li>Within a boot the higher incarnation wins; within an incarnation the later state in the
 *       order alive, suspect, failed, left.
 *   <li>Only the member itself raises its incarnation, and it does so to refute (SWIM, section
 *       4.2).
 *   <li>What was heard from the process itself beats hearsay: a rumour of failure about a member
 *       that we have heard from since is checked, not believed. So a member that was cut off does
 *       not take healthy ones down when it returns.
 *   <li>A member that announced that it is leaving and then vanishes has left, not failed.
 *   <li>Impossible claims are not believed: a nonce under another name, an incarnation beyond any
 *       lifetime, a boot more than a day in the future that does not answer at its claimed address.
 *       Such claims are counted but not answered; whatever came with them is still processed.
 *   <li>A member that is said to have moved, left or restarted is told so at its old address, so
 *       that a wrong claim lasts only as long as a datagram takes.
 * </ul>
 */
final class StateMerger {
  /** Actions beyond changes to the table. */
  interface Hooks {
    /** A claim about this member has to be checked by probing it. */
    void verify(MemberEntry peer);

    /** As {@link #verify}, but only if few others are being probed. */
    void glance(MemberEntry peer);

    /** Tells a suspect again that it is suspected; any answer clears it. */
    void remind(MemberEntry peer);

    /** There is news to send. */
    void news();

    /** Exchanges state with the member at that address, unless that is done too often. */
    void ask(InetSocketAddress address);

    /** A newer boot of the local name is present, so this process is no longer a member. */
    void superseded(MemberRecord by);
  }

  /** A timer that fires this late shows that we were paused, and proves nothing about others. */
  static final long PAUSE_MILLIS = 500;

  /** A timer that fires this late shows that we are too busy to judge whether others are slow. */
  static final long LATE_MILLIS = 100;

  /**
   * About this many members probe a suspect themselves, however large the cluster is: enough to
   * confirm the suspicion or to clear it despite heavy loss, and few enough not to flood the
   * suspect. If there are many suspects, this number is shared among them: the network or the hosts
   * are overloaded then, and probing all of them would prolong that.
   */
  private static final int LOOKERS = 16;

  private static final int MANY = 10;

  /** The member that saw that a process is gone has proof enough; these guard against mistakes. */
  private static final int LOOKERS_OF_THE_GONE = 4;

  /** About this many members probe a new one that they have only heard of. */
  private static final int LOOKERS_AT_THE_NEW = 4;

  /**
   * Highest incarnation that is believed; an honest member would need 34 865 years to reach it with
   * one change per second.
   */
  static final long MAX_INCARNATION = 1L << 40;

  /** How far the incarnation in a member's record may be ahead of the known one. */
  private static final long LEAP = 1L << 32;

  /** How far the incarnation in an accusation may be ahead of the known one. */
  private static final long ACCUSER_LEAP = 1024;

  /** Where a record came from. */
  enum Source {
    /** A datagram of any member. */
    RUMOUR,
    /** A full exchange that another member started. */
    SYNC,
    /** The answer to an exchange that we started. */
    REPLY,
    /** The same, and it is the record of the member that was asked. */
    ITSELF
  }

  private final ProtocolContext core;
  private final MemberTable table;
  private final BroadcastQueue rumours;
  private final Hooks hooks;
  private final LifeCheck lifeCheck;
  private final OwnRecord own;

  StateMerger(ProtocolContext core, Hooks hooks) {
    this.core = core;
    this.table = core.table();
    this.rumours = core.rumours();
    this.hooks = hooks;
    this.lifeCheck = new LifeCheck(core);
    this.own = new OwnRecord(core, lifeCheck, () -> tell(table.self()), hooks::superseded);
  }

  /** The local member's record. */
  OwnRecord own() {
    return own;
  }

  /**
   * Handles a record of any member.
   *
   * @param pass whether to gossip about a member that was unknown
   */
  void claim(MemberRecord claim, boolean pass, Source source) {
    if (!core.allowed().test(claim.address().getAddress())) {
      core.counters().count(Counter.RECORDS_FORBIDDEN);
      return;
    }
    var owner = table.boot(claim.boot().nonce());
    if (claim.incarnation() > MAX_INCARNATION) {
      refused();
    } else if (owner.isPresent() && !owner.get().name().equals(claim.name())) {
      disputed(owner.get(), claim, pass, source);
    } else {
      take(claim, pass, source, false);
    }
  }

  private void refused() {
    core.counters().count(Counter.CLAIMS_REFUSED);
  }

  /** A nonce belongs to one name: if a second one claims it, the process is asked for its name. */
  private void disputed(MemberEntry owner, MemberRecord claim, boolean pass, Source source) {
    if (source == Source.ITSELF && !table.isSelf(owner)) {
      forget(owner);
      take(claim, pass, source, false);
    } else {
      refused();
      if (!table.isSelf(owner)) {
        hooks.ask(claim.address());
      }
    }
  }

  /**
   * Decides whether to believe a record.
   *
   * @param proven whether the boot has answered at the claimed address
   */
  private void take(MemberRecord claim, boolean pass, Source source, boolean proven) {
    var known = table.named(claim.name());
    if (known.isPresent() && table.isSelf(known.get())) {
      own.heard(claim, source == Source.REPLY || source == Source.ITSELF);
    } else if (known.isPresent() && claim.boot().equals(known.get().record().boot())) {
      sameBoot(known.get(), claim);
    } else if (known.isPresent() && !claim.boot().isNewerThan(known.get().record().boot())) {
      return;
    } else if (!proven && core.isAhead(claim.boot())) {
      prove(claim, pass, source);
    } else if (source != Source.ITSELF
        && known.filter(k -> isBeforeItsLeave(k, claim)).isPresent()) {
      // It may be late news, or the process has refuted that it left: it knows.
      hooks.ask(claim.address());
    } else if (!expired(claim)) {
      known.ifPresentOrElse(peer -> replace(peer, claim), () -> stranger(claim, pass));
    }
  }

  /** Whether a claim under a newer epoch is not newer than what the process said when it left. */
  private static boolean isBeforeItsLeave(MemberEntry peer, MemberRecord claim) {
    var last = peer.record();
    return last.state() == State.LEFT
        && last.boot().isSameProcess(claim.boot())
        && claim.state().present()
        && claim.incarnation() <= last.incarnation();
  }

  private void prove(MemberRecord claim, boolean pass, Source source) {
    if (!claim.state().present()) {
      refused();
      return;
    }
    var owner = table.boot(claim.boot().nonce());
    if (owner.isPresent()) {
      reborn(owner.get(), claim, pass, source);
      return;
    }
    lifeCheck.ask(
        claim,
        lives -> {
          if (lives && table.boot(claim.boot().nonce()).isEmpty()) {
            take(claim, pass, source, true);
          } else {
            refused();
          }
        });
  }

  /**
   * A known process is said to have raised its epoch. That it answers for its nonce does not prove
   * that, so it is asked for its record.
   */
  private void reborn(MemberEntry owner, MemberRecord claim, boolean pass, Source source) {
    if (source == Source.ITSELF) {
      take(claim, pass, source, true);
    } else {
      refused();
      hooks.ask(owner.record().address());
    }
  }

  private void stranger(MemberRecord claim, boolean pass) {
    if (!hasRoom(claim)) {
      core.counters().count(Counter.MEMBERS_REFUSED);
      return;
    }
    var peer = table.add(settled(claim));
    if (claim.state() == State.SUSPECT) {
      hooks.verify(peer);
    } else if (claim.state().present() && isOneOf(LOOKERS_AT_THE_NEW)) {
      hooks.glance(peer);
    }
    if (claim.state().present() && pass) {
      tell(peer);
    }
  }

  /** A present member takes precedence over the memory of those that are gone. */
  private boolean hasRoom(MemberRecord claim) {
    while (!table.hasRoom(claim)) {
      var oldest = table.oldestGone();
      if (!claim.state().present() || oldest.isEmpty()) {
        return false;
      }
      forget(oldest.get());
    }
    return true;
  }

  private void forget(MemberEntry peer) {
    rumours.drop(peer.nonce());
    table.forget(peer);
  }

  /** Whether a tombstone is too old to be accepted. */
  private boolean expired(MemberRecord claim) {
    return !claim.state().present() && claim.ageSeconds() * 1000L >= memory(claim.state());
  }

  private long memory(State state) {
    return state == State.LEFT ? core.profile().leftMemory() : core.profile().failedMemory();
  }

  /** Suspicions are not passed on in records: each accuser speaks for itself. */
  private static MemberRecord settled(MemberRecord claim) {
    return claim.state() == State.SUSPECT ? claim.with(State.ALIVE, claim.incarnation(), 0) : claim;
  }

  private void replace(MemberEntry peer, MemberRecord claim) {
    if (!table.hasRoom(peer, claim)) {
      core.counters().count(Counter.MEMBERS_REFUSED);
      return;
    }
    var before = peer.record();
    boolean there = before.boot().isSameProcess(claim.boot()) && claim.state().present();
    if (before.state().present() && !(there && before.address().equals(claim.address()))) {
      warn(before.endpoint(), new Message.Claim(claim));
    }
    if (before.state().present() && !claim.state().present()) {
      // A boot that nobody has seen is already over, which is no reason to drop the one we know.
      hooks.verify(peer);
      return;
    }
    peer.clearSuspicion();
    rumours.drop(peer.nonce());
    table.update(peer, settled(claim));
    core.counters().count(Counter.MEMBERS_REBORN);
    tell(peer);
  }

  private void sameBoot(MemberEntry peer, MemberRecord claim) {
    var before = peer.record();
    long known = before.incarnation();
    if (claim.incarnation() - known > LEAP) {
      // Others who knew nothing better may have accepted it; the member itself can refute it.
      refused();
      warn(before.endpoint(), new Message.Claim(claim));
    } else if (claim.state() == State.LEFT) {
      left(peer, claim.incarnation());
    } else if (claim.state() == State.FAILED) {
      if (claim.incarnation() >= known && peer.present()) {
        hooks.verify(peer);
      }
    } else if (claim.incarnation() > known) {
      if (!table.hasRoom(peer, claim)) {
        core.counters().count(Counter.MEMBERS_REFUSED);
        return;
      }
      boolean suspected = claim.state() == State.SUSPECT;
      peer.clearSuspicion();
      table.update(peer, settled(claim));
      tell(peer);
      if (suspected) {
        hooks.verify(peer);
      }
      if (!before.address().equals(claim.address())) {
        warn(before.endpoint(), new Message.Claim(claim));
      }
    }
  }

  /**
   * Tells a process, at its known address, what is claimed about it. If it has moved or gone, the
   * datagram is lost; if it is still there, the claim was wrong and it refutes it within
   * milliseconds.
   */
  private void warn(Endpoint before, Message claim) {
    var bytes = Codec.encode(claim);
    if (bytes.length <= core.transport().capacity()) {
      core.transport().send(before, bytes);
    }
  }

  /** Handles another member's suspicion. */
  void suspect(Message.Suspect claim) {
    var found = table.boot(claim.nonce());
    if (found.isEmpty()) {
      return;
    }
    var peer = found.get();
    if (table.isSelf(peer)) {
      own.accused(claim.incarnation());
    } else if (isPlausible(peer, claim.incarnation()) && peer.present()) {
      startOrConfirm(peer, claim, core.now());
    }
  }

  /** Whether others may know this incarnation of a member. */
  private boolean isPlausible(MemberEntry peer, long incarnation) {
    long ahead = incarnation - peer.record().incarnation();
    if (ahead > ACCUSER_LEAP) {
      refused();
    }
    return ahead >= 0 && ahead <= ACCUSER_LEAP;
  }

  /**
   * Handles that the local failure detector could not reach a member. A process that is leaving
   * accuses nobody: those that leave at the same time know that it has left, and do not tell it.
   *
   * @param since when the silence began, on the protocol's clock
   */
  void suspect(MemberEntry peer, Evidence evidence, long since) {
    var self = table.self();
    if (peer.present() && self.present()) {
      startOrConfirm(
          peer,
          new Message.Suspect(peer.nonce(), peer.record().incarnation(), evidence, self.nonce()),
          since);
    }
  }

  private void startOrConfirm(MemberEntry peer, Message.Suspect claim, long since) {
    boolean own = claim.accuser() == table.self().nonce();
    if (peer.suspicion() != null) {
      if (peer.suspicion().confirm(claim.evidence(), claim.accuser(), since)) {
        arm(peer);
        rumours.accuse(claim);
        hooks.news();
      }
      return;
    }
    // Neither the accuser nor the suspect can confirm it.
    int others = table.present() - 2;
    peer.suspect(
        new Suspicion(
            core.profile(),
            core.now(),
            since,
            others - 1,
            own ? core.health().multiplier() : 1,
            claim.evidence(),
            claim.accuser()));
    var record = peer.record();
    table.update(peer, record.with(State.SUSPECT, record.incarnation(), 0));
    core.counters().count(Counter.SUSPICIONS);
    arm(peer);
    rumours.accuse(claim);
    hooks.news();
    if (own) {
      remind(peer, peer.suspicion());
    } else if (isOneOf(lookers(claim.evidence()))) {
      hooks.verify(peer);
      remind(peer, peer.suspicion());
    }
  }

  /** Whether this member is one of about {@code some} that are chosen at random. */
  private boolean isOneOf(int some) {
    return core.random().nextInt(Math.max(1, table.present())) < some;
  }

  private int lookers(Evidence evidence) {
    if (evidence == Evidence.GONE) {
      return LOOKERS_OF_THE_GONE;
    }
    return LOOKERS / Math.max(1, table.suspects() / MANY);
  }

  /**
   * Reminds the suspect repeatedly, since under heavy loss one reminder is as good as none. The
   * reminders end with the suspicion, so the cost is a few datagrams for each member that probes.
   */
  private void remind(MemberEntry peer, Suspicion suspicion) {
    core.timers()
        .after(
            core.jittered(core.profile().probeTimeout()),
            () -> {
              if (peer.suspicion() == suspicion) {
                hooks.remind(peer);
                remind(peer, suspicion);
              }
            });
  }

  private void arm(MemberEntry peer) {
    var suspicion = peer.suspicion();
    long wait = Math.max(1, suspicion.deadline() - core.now());
    long due = core.now() + wait;
    peer.suspicionTimer(core.timers().after(wait, () -> ranOut(peer, suspicion, due)));
  }

  /**
   * A suspicion has timed out.
   *
   * @param due when this should have run; later than the deadline if late evidence moved the
   *     deadline into the past, which is no sign that we were paused
   */
  private void ranOut(MemberEntry peer, Suspicion suspicion, long due) {
    if (peer.suspicion() != suspicion) {
      return;
    }
    if (core.now() - due > PAUSE_MILLIS) {
      // We were paused, so the suspect's refutation may be waiting in our own socket: start over.
      core.counters().count(Counter.PAUSES);
      withdraw(peer);
    } else if (peer.heardMillis() > suspicion.silentSince()) {
      // We have heard from it meanwhile: the link is bad, perhaps in one direction, but the member
      // is not dead.
      core.counters().count(Counter.SUSPICIONS_WITHDRAWN);
      withdraw(peer);
    } else {
      core.counters().took(Timing.DETECTION, core.now() - suspicion.start());
      fail(peer, suspicion.evidence());
    }
  }

  private void withdraw(MemberEntry peer) {
    peer.clearSuspicion();
    var record = peer.record();
    table.update(peer, record.with(State.ALIVE, record.incarnation(), 0));
    hooks.verify(peer);
  }

  private void fail(MemberEntry peer, Evidence evidence) {
    long incarnation = peer.record().incarnation();
    boolean expected = isTakenForGone(peer);
    end(peer, State.FAILED, incarnation);
    if (peer.state() == State.LEFT) {
      rumours.tell(peer.nonce(), new Message.Leave(peer.nonce(), incarnation));
    } else {
      core.counters().count(Counter.FAILURES);
      var self = table.self();
      tellOfFailure(
          new Message.Failed(peer.nonce(), incarnation, evidence, self.nonce()), expected);
    }
    hooks.news();
  }

  private static boolean isTakenForGone(MemberEntry peer) {
    return peer.suspicion() != null && peer.suspicion().evidence() == Evidence.GONE;
  }

  /**
   * Suspicions of a process that is gone time out everywhere at the same time; others take longer
   * where fewer accusers have confirmed them.
   */
  private void tellOfFailure(Message.Failed failed, boolean expected) {
    if (expected) {
      rumours.conclude(failed, table.present());
    } else {
      rumours.tell(failed.nonce(), failed);
    }
  }

  /** Handles that another member's suspicion has timed out. */
  void failed(Message.Failed claim) {
    var found = table.boot(claim.nonce());
    if (found.isEmpty()) {
      return;
    }
    var peer = found.get();
    if (table.isSelf(peer)) {
      own.accused(claim.incarnation());
    } else if (isPlausible(peer, claim.incarnation()) && peer.present()) {
      if (core.now() - peer.heardMillis() < trust(claim.evidence())) {
        hooks.verify(peer);
      } else {
        boolean expected = isTakenForGone(peer);
        end(peer, State.FAILED, claim.incarnation());
        tellOfFailure(claim, expected);
        hooks.news();
      }
    }
  }

  /**
   * How long having heard from a member outweighs the rumour that it failed: as long as the accuser
   * must have heard nothing.
   */
  private long trust(Evidence evidence) {
    var profile = core.profile();
    return evidence == Evidence.GONE ? profile.goneTimeout() : profile.unreachableMin();
  }

  /** Handles a leave, announced by the member itself or, for a failed one, by an operator. */
  void left(Message.Leave claim) {
    table
        .boot(claim.nonce())
        .ifPresent(
            peer -> {
              if (table.isSelf(peer)) {
                own.accused(claim.incarnation());
              } else {
                left(peer, claim.incarnation());
              }
            });
  }

  private void left(MemberEntry peer, long incarnation) {
    if (isPlausible(peer, incarnation) && peer.state() != State.LEFT) {
      boolean gone = !peer.present();
      var leave = new Message.Leave(peer.nonce(), incarnation);
      end(peer, State.LEFT, incarnation);
      rumours.tell(peer.nonce(), leave);
      hooks.news();
      if (!gone && isOneOf(LOOKERS)) {
        warn(peer.endpoint(), leave);
      }
    }
  }

  private void end(MemberEntry peer, State state, long incarnation) {
    peer.clearSuspicion();
    boolean announced = (peer.record().flags() & Flags.LEAVING) != 0;
    var last = state == State.FAILED && announced ? State.LEFT : state;
    table.update(peer, peer.record().with(last, incarnation, 0));
  }

  /**
   * Marks a member that is not present as left, for an operator; with prune it is forgotten
   * immediately.
   */
  boolean forceLeave(String name, boolean prune) {
    var found = table.named(name).filter(p -> !table.isSelf(p) && !p.present());
    found.ifPresent(
        peer -> {
          if (peer.state() == State.FAILED) {
            left(peer, peer.record().incarnation());
          }
          if (prune) {
            table.forget(peer);
          }
        });
    return found.isPresent();
  }

  private void tell(MemberEntry peer) {
    if (peer.state() == State.LEFT) {
      rumours.tell(peer.nonce(), new Message.Leave(peer.nonce(), peer.record().incarnation()));
    } else if (peer.present()) {
      rumours.tell(peer.nonce(), new Message.Claim(settled(peer.record())));
    }
    hooks.news();
  }

  /** Forgets the members that have been gone for long enough. */
  void reap() {
    table
        .others(p -> !p.present() && core.now() - p.sinceMillis() > memory(p.state()))
        .forEach(table::forget);
  }
}

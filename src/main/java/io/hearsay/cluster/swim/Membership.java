package io.hearsay.cluster.swim;

import io.hearsay.cluster.wire.BootId;
import io.hearsay.cluster.wire.Evidence;
import io.hearsay.cluster.wire.Flags;
import io.hearsay.cluster.wire.MemberRecord;
import io.hearsay.cluster.wire.Message;
import io.hearsay.cluster.wire.State;
import java.net.InetSocketAddress;
import java.util.SortedMap;

/**
 * The rules by which claims about members are believed.
 *
 * <ul>
 *   <li>A newer boot of a name replaces the older one, whatever was known of it.
 *   <li>Within a boot the higher incarnation wins; within an incarnation the later of alive,
 *       suspect, failed, left.
 *   <li>Only the member itself raises its incarnation, and it does so to refute (SWIM, section
 *       4.2).
 *   <li>What was heard from the process itself beats hearsay: a rumour of failure about a member
 *       that spoke to us since is checked, not believed. So a member that was cut off does not take
 *       the healthy ones down when it returns.
 *   <li>A member that had announced that it leaves and then vanishes has left, not failed.
 * </ul>
 */
final class Membership {
  /** What happens beyond the table. */
  interface Hooks {
    /** A claim about this member needs a look at the member itself. */
    void verify(Peer peer);

    /** A suspect is told once more that it is suspected; whatever it answers clears it. */
    void remind(Peer peer);

    /** There is something to tell. */
    void news();

    /** A newer boot of the local name takes part: this one has no place any more. */
    void superseded(MemberRecord by);
  }

  /**
   * A timer that fires this late tells of a pause of our own, and proves nothing against others.
   */
  static final long PAUSE_MILLIS = 500;

  /** One that fires this late tells that we are too busy to judge whether others are slow. */
  static final long LATE_MILLIS = 100;

  /**
   * About so many members look at a suspect themselves, however large the cluster is: enough to
   * confirm or to clear it in spite of heavy loss, and few enough not to flood it. Where many are
   * suspected at once, they share so many: then the network or the hosts are overloaded, and to
   * look at all of them would keep it so.
   */
  private static final int LOOKERS = 16;

  private static final int MANY = 10;

  /**
   * That a process is gone is proof enough to whoever saw it; the others guard against mistakes.
   */
  private static final int LOOKERS_OF_THE_GONE = 4;

  private final Core core;
  private final MemberTable table;
  private final Rumours rumours;
  private final Hooks hooks;
  private boolean leaving;

  Membership(Core core, Hooks hooks) {
    this.core = core;
    this.table = core.table();
    this.rumours = core.rumours();
    this.hooks = hooks;
  }

  /**
   * A record of anybody, from a rumour or a full exchange.
   *
   * @param pass whether a member that was not known is told of to others
   */
  void claim(MemberRecord claim, boolean pass) {
    if (!core.allowed().test(claim.address().getAddress())) {
      core.counters().count("records.forbidden");
      return;
    }
    var known = table.named(claim.name());
    if (known.isEmpty()) {
      stranger(claim, pass);
    } else if (table.isSelf(known.get())) {
      aboutSelf(claim);
    } else if (claim.boot().isNewerThan(known.get().record().boot())) {
      replace(known.get(), claim);
    } else if (claim.boot().equals(known.get().record().boot())) {
      sameBoot(known.get(), claim);
    }
  }

  private void stranger(MemberRecord claim, boolean pass) {
    if (expired(claim)) {
      return;
    }
    var peer = table.add(settled(claim));
    if (claim.state() == State.SUSPECT) {
      hooks.verify(peer);
    }
    if (claim.state().present() && pass) {
      tell(peer);
    }
  }

  /** Whether a tombstone is too old to be learned. */
  private boolean expired(MemberRecord claim) {
    return !claim.state().present() && claim.ageSeconds() * 1000L >= memory(claim.state());
  }

  private long memory(State state) {
    return state == State.LEFT ? core.profile().leftMemory() : core.profile().failedMemory();
  }

  /** A suspicion is not handed on in records: who doubts says so itself. */
  private static MemberRecord settled(MemberRecord claim) {
    return claim.state() == State.SUSPECT ? claim.with(State.ALIVE, claim.incarnation(), 0) : claim;
  }

  private void replace(Peer peer, MemberRecord claim) {
    if (expired(claim)) {
      return;
    }
    peer.clearSuspicion();
    table.update(peer, settled(claim));
    core.counters().count("members.reborn");
    tell(peer);
  }

  private void sameBoot(Peer peer, MemberRecord claim) {
    long known = peer.record().incarnation();
    if (claim.state() == State.LEFT) {
      left(peer, claim.incarnation());
    } else if (claim.state() == State.FAILED) {
      if (claim.incarnation() >= known && peer.present()) {
        hooks.verify(peer);
      }
    } else if (claim.incarnation() > known) {
      boolean doubted = claim.state() == State.SUSPECT;
      peer.clearSuspicion();
      table.update(peer, settled(claim));
      tell(peer);
      if (doubted) {
        hooks.verify(peer);
      }
    }
  }

  private void aboutSelf(MemberRecord claim) {
    var self = table.self().record();
    if (claim.boot().equals(self.boot())) {
      boolean wrong = claim.state() != State.ALIVE && claim.incarnation() >= self.incarnation();
      if (wrong || claim.incarnation() > self.incarnation()) {
        refute(claim.incarnation());
      }
    } else if (!claim.state().present()) {
      outlive(claim);
    } else if (claim.boot().isNewerThan(self.boot())) {
      hooks.superseded(claim);
    } else {
      // An older life of ours is still believed in: tell of the present one.
      announce();
    }
  }

  /** A dead boot of our name with a clock ahead of ours must not shadow us. */
  private void outlive(MemberRecord dead) {
    var self = table.self().record();
    if (dead.boot().isNewerThan(self.boot())) {
      var raised = new BootId(dead.boot().epoch() + 1, self.boot().nonce());
      table.update(table.self(), self.reborn(raised));
      announce();
    }
  }

  /** Somebody could not reach a member. */
  void suspect(Message.Suspect claim) {
    var found = table.boot(claim.nonce());
    if (found.isEmpty()) {
      return;
    }
    var peer = found.get();
    if (table.isSelf(peer)) {
      if (claim.incarnation() >= peer.record().incarnation()) {
        refute(claim.incarnation());
      }
    } else if (peer.present() && claim.incarnation() >= peer.record().incarnation()) {
      doubt(peer, claim, core.now());
    }
  }

  /**
   * The local failure detector could not reach a member.
   *
   * @param since when it was silent already, on the protocol's clock
   */
  void suspect(Peer peer, Evidence evidence, long since) {
    if (peer.present()) {
      var self = table.self();
      doubt(
          peer,
          new Message.Suspect(peer.nonce(), peer.record().incarnation(), evidence, self.nonce()),
          since);
    }
  }

  private void doubt(Peer peer, Message.Suspect claim, long since) {
    boolean own = claim.accuser() == table.self().nonce();
    if (peer.suspicion() != null) {
      if (peer.suspicion().confirm(claim.evidence(), claim.accuser(), since)) {
        arm(peer);
        rumours.accuse(claim);
        hooks.news();
      }
      return;
    }
    // The accuser and the suspect cannot confirm.
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
    core.counters().count("suspicions");
    arm(peer);
    rumours.accuse(claim);
    hooks.news();
    if (own) {
      remind(peer, peer.suspicion());
    } else if (core.random().nextInt(table.present()) < lookers(claim.evidence())) {
      hooks.verify(peer);
      remind(peer, peer.suspicion());
    }
  }

  private int lookers(Evidence evidence) {
    if (evidence == Evidence.GONE) {
      return LOOKERS_OF_THE_GONE;
    }
    int suspects = table.others(p -> p.suspicion() != null).size();
    return LOOKERS / Math.max(1, suspects / MANY);
  }

  /**
   * Under heavy loss one reminder is as good as none. They stop with the suspicion, so that the
   * cost is a few datagrams for each member that looks.
   */
  private void remind(Peer peer, Suspicion suspicion) {
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

  private void arm(Peer peer) {
    var suspicion = peer.suspicion();
    long wait = suspicion.deadline() - core.now();
    peer.suspicionTimer(core.timers().after(Math.max(1, wait), () -> ranOut(peer, suspicion)));
  }

  private void ranOut(Peer peer, Suspicion suspicion) {
    if (peer.suspicion() != suspicion) {
      return;
    }
    if (core.now() - suspicion.deadline() > PAUSE_MILLIS) {
      // We slept, so the suspect's refutation may be waiting in our own socket: start over.
      core.counters().count("pauses");
      withdraw(peer);
    } else if (peer.heardMillis() > suspicion.silentSince()) {
      // It spoke to us meanwhile: the link is bad, one way perhaps, but the member is not dead.
      core.counters().count("suspicions.withdrawn");
      withdraw(peer);
    } else {
      fail(peer, suspicion.evidence());
    }
  }

  private void withdraw(Peer peer) {
    peer.clearSuspicion();
    var record = peer.record();
    table.update(peer, record.with(State.ALIVE, record.incarnation(), 0));
    hooks.verify(peer);
  }

  private void fail(Peer peer, Evidence evidence) {
    long incarnation = peer.record().incarnation();
    boolean expected = isTakenForGone(peer);
    end(peer, State.FAILED, incarnation);
    if (peer.state() == State.LEFT) {
      rumours.tell(peer.nonce(), new Message.Leave(peer.nonce(), incarnation));
    } else {
      core.counters().count("failures");
      var self = table.self();
      tellOfFailure(
          new Message.Failed(peer.nonce(), incarnation, evidence, self.nonce()), expected);
    }
    hooks.news();
  }

  private static boolean isTakenForGone(Peer peer) {
    return peer.suspicion() != null && peer.suspicion().evidence() == Evidence.GONE;
  }

  /**
   * Suspicions of one that is gone run out at the same time everywhere, while others take longer
   * where fewer have confirmed them.
   */
  private void tellOfFailure(Message.Failed failed, boolean expected) {
    if (expected) {
      rumours.conclude(failed, table.present());
    } else {
      rumours.tell(failed.nonce(), failed);
    }
  }

  /** Somebody's suspicion of a member ran out. */
  void failed(Message.Failed claim) {
    var found = table.boot(claim.nonce());
    if (found.isEmpty()) {
      return;
    }
    var peer = found.get();
    long known = peer.record().incarnation();
    if (table.isSelf(peer)) {
      if (claim.incarnation() >= known) {
        refute(claim.incarnation());
      }
    } else if (peer.present() && claim.incarnation() >= known) {
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
   * How long the member's own voice outweighs the rumour that it is dead: as long as whoever judged
   * must have heard nothing.
   */
  private long trust(Evidence evidence) {
    var profile = core.profile();
    return evidence == Evidence.GONE ? profile.goneTimeout() : profile.unreachableMin();
  }

  /** A member said that it leaves, or an operator said it for one that failed. */
  void left(Message.Leave claim) {
    table
        .boot(claim.nonce())
        .ifPresent(
            peer -> {
              if (!table.isSelf(peer)) {
                left(peer, claim.incarnation());
              } else if (!leaving && claim.incarnation() >= peer.record().incarnation()) {
                refute(claim.incarnation());
              }
            });
  }

  private void left(Peer peer, long incarnation) {
    if (incarnation >= peer.record().incarnation() && peer.state() != State.LEFT) {
      end(peer, State.LEFT, incarnation);
      rumours.tell(peer.nonce(), new Message.Leave(peer.nonce(), incarnation));
      hooks.news();
    }
  }

  private void end(Peer peer, State state, long incarnation) {
    peer.clearSuspicion();
    boolean announced = (peer.record().flags() & Flags.LEAVING) != 0;
    var last = state == State.FAILED && announced ? State.LEFT : state;
    table.update(peer, peer.record().with(last, incarnation, 0));
  }

  /** An operator declares a member that is not present left; with prune it is forgotten at once. */
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

  /** Raises the incarnation above the claim, and says so. */
  private void refute(long claimed) {
    if (leaving) {
      return;
    }
    core.health().add(1);
    core.counters().count("refutations");
    var self = table.self().record();
    table.update(
        table.self(), self.with(State.ALIVE, Math.max(claimed, self.incarnation()) + 1, 0));
    announce();
  }

  /** The local member says something new about itself. */
  void say(int flags, SortedMap<String, String> tags) {
    var self = table.self().record();
    table.update(table.self(), self.says(flags, tags, self.incarnation() + 1));
    announce();
  }

  /** The local member is reached elsewhere now. */
  void moved(InetSocketAddress address) {
    table.update(table.self(), table.self().record().at(address));
    announce();
  }

  /** The local member leaves: nothing is refuted from now on. */
  Message.Leave leave() {
    leaving = true;
    var self = table.self().record();
    table.update(table.self(), self.with(State.LEFT, self.incarnation() + 1, 0));
    var left = new Message.Leave(self.boot().nonce(), self.incarnation() + 1);
    rumours.tell(self.boot().nonce(), left);
    hooks.news();
    return left;
  }

  /** Tells everybody of the local member. */
  void announce() {
    tell(table.self());
  }

  private void tell(Peer peer) {
    if (peer.state() == State.LEFT) {
      rumours.tell(peer.nonce(), new Message.Leave(peer.nonce(), peer.record().incarnation()));
    } else if (peer.present()) {
      rumours.tell(peer.nonce(), new Message.Claim(settled(peer.record())));
    }
    hooks.news();
  }

  /** Forgets the members whose time in memory is over. */
  void reap() {
    table
        .others(p -> !p.present() && core.now() - p.sinceMillis() > memory(p.state()))
        .forEach(table::forget);
  }
}

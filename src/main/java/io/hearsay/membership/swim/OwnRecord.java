package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.net.InetSocketAddress;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The local member's record, and how it reacts to what others say about it.
 *
 * <ul>
 *   <li>A wrong claim is refuted with a higher incarnation.
 *   <li>An incarnation that this process never had is not exceeded, since a forger could claim the
 *       highest one: the process raises its epoch instead and goes on with its own, at most once in
 *       {@value #REBIRTH_MILLIS} ms.
 *   <li>A dead boot of this name, or one that is claimed to be at this process's address, is
 *       superseded by raising the epoch above it.
 *   <li>A newer boot elsewhere is first asked whether it is alive: if so, this process has to end;
 *       if not, it is superseded as well. So neither hearsay nor a wrong clock ends a process.
 * </ul>
 */
final class OwnRecord {
  /**
   * How far a claimed incarnation may exceed our own and still be refuted: only this process raises
   * it, but forged claims may have raised it while they spread.
   */
  private static final long LEAP = 4096;

  private static final long REBIRTH_MILLIS = 1000;

  private final ProtocolContext core;
  private final MemberTable table;
  private final LifeCheck lifeCheck;
  private final Runnable announce;
  private final Consumer<MemberRecord> superseded;
  private boolean leaving;
  private boolean rebirthDue;
  private long rebornMillis = Long.MIN_VALUE / 2;

  /**
   * Creates the record of a member that has not announced anything yet.
   *
   * @param announce sends the record to all members
   * @param superseded is given a newer boot that is alive
   */
  OwnRecord(
      ProtocolContext core,
      LifeCheck lifeCheck,
      Runnable announce,
      Consumer<MemberRecord> superseded) {
    this.core = core;
    this.table = core.table();
    this.lifeCheck = lifeCheck;
    this.announce = announce;
    this.superseded = superseded;
  }

  private MemberRecord self() {
    return table.self().record();
  }

  private void change(MemberRecord newer) {
    table.update(table.self(), newer);
    announce.run();
  }

  /**
   * Handles another member's record about this name.
   *
   * @param asked whether it came in an answer to our own question
   */
  void heard(MemberRecord claim, boolean asked) {
    var self = self();
    var boot = claim.boot();
    if (boot.equals(self.boot())) {
      boolean same =
          claim.incarnation() == self.incarnation()
              && claim.state() == State.ALIVE
              && claim.saysTheSame(self);
      if (claim.incarnation() >= self.incarnation() && !same) {
        refute(claim.incarnation(), true);
      }
    } else if (!boot.isNewerThan(self.boot())) {
      if (claim.state().present()) {
        // An older boot of ours is still believed in: announce the present one.
        announce.run();
      }
    } else if (!asked && core.isAhead(boot)) {
      // No member believes this without asking first, so there is nothing to refute.
      core.counters().count(Counter.CLAIMS_REFUSED);
    } else if (!claim.state().present()
        || boot.isSameProcess(self.boot())
        || claim.address().equals(self.address())) {
      outlive(boot);
    } else {
      lifeCheck.ask(claim, lives -> asked(claim, lives));
    }
  }

  private void asked(MemberRecord claim, boolean lives) {
    if (!claim.boot().isNewerThan(self().boot()) || leaving) {
      return;
    }
    if (lives) {
      superseded.accept(claim);
    } else {
      outlive(claim.boot());
    }
  }

  /**
   * Raises the epoch above a boot of our name that is gone, so that it cannot shadow us whatever
   * its clock said.
   */
  private void outlive(BootId other) {
    if (other.epoch() < BootId.MAX_EPOCH) {
      core.counters().count(Counter.BOOTS_OUTLIVED);
      reborn(other.epoch() + 1);
    }
  }

  /**
   * Goes on counting, since accusations and leaves name the process, not the epoch: those that have
   * not heard of the new epoch have to see which came first.
   */
  private void reborn(long epoch) {
    rebornMillis = core.now();
    long last = self().incarnation();
    long next = last < StateMerger.MAX_INCARNATION / 2 ? last + 1 : 0;
    change(self().reborn(new BootId(epoch, self().boot().nonce()), next));
  }

  /** Another member claims that this boot is suspect, failed or left. */
  void accused(long incarnation) {
    if (incarnation >= self().incarnation()) {
      refute(incarnation, false);
    }
  }

  /** Raises the incarnation above the claim and announces that. */
  private void refute(long claimed, boolean learned) {
    if (leaving) {
      return;
    }
    if (claimed - self().incarnation() <= LEAP && claimed < StateMerger.MAX_INCARNATION / 2) {
      core.health().add(1);
      core.counters().count(Counter.REFUTATIONS);
      change(self().with(State.ALIVE, claimed + 1, 0));
    } else if (learned && claimed <= StateMerger.MAX_INCARNATION) {
      rebirth();
    } else {
      core.counters().count(Counter.CLAIMS_REFUSED);
    }
  }

  private void rebirth() {
    long wait = rebornMillis + REBIRTH_MILLIS - core.now();
    if (wait <= 0) {
      core.counters().count(Counter.REFUTATIONS);
      reborn(self().boot().epoch() + 1);
    } else if (!rebirthDue) {
      rebirthDue = true;
      core.timers()
          .after(
              wait,
              () -> {
                rebirthDue = false;
                rebirth();
              });
    }
  }

  /** The local member says something new about itself. */
  void say(int flags, SortedMap<String, String> tags) {
    change(self().says(flags | Flags.EXTENSIONS, tags, self().incarnation() + 1));
  }

  /** The local member has a new address. */
  void moved(InetSocketAddress address) {
    change(self().at(address));
  }

  /** The local member leaves; from now on nothing is refuted. */
  Message.Leave leave() {
    leaving = true;
    long last = self().incarnation() + 1;
    change(self().with(State.LEFT, last, 0));
    return new Message.Leave(self().boot().nonce(), last);
  }
}

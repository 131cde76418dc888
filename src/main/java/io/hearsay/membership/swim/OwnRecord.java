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
 * What the local member says of itself, and what it answers to what others say of it.
 *
 * <ul>
 *   <li>A claim that is wrong is refuted by a higher incarnation.
 *   <li>An incarnation that this process never had is not out-run, since whoever forges one could
 *       forge the highest: the process raises its epoch instead, and counts from 0. It may do so
 *       once in {@value #REBIRTH_MILLIS} ms.
 *   <li>A dead boot of the name, or one that is said to be where this process is, is outlived.
 *   <li>A newer boot elsewhere is asked before anything else: if it lives, this process has to go;
 *       if not, it is outlived too. So neither hearsay nor a clock that was wrong ends a process.
 * </ul>
 */
final class OwnRecord {
  /**
   * What this process may have forgotten to know of its own incarnation, being the only one that
   * raises it: some of what forged claims made of it while they travelled.
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
   * The record of a member that has not said anything yet.
   *
   * @param announce tells everybody of it
   * @param superseded hears of a newer boot that lives
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
   * Somebody's record of a member of this name.
   *
   * @param asked whether it came as the answer to a question of ours, and not from anybody
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
        // An older life of ours is still believed in: tell of the present one.
        announce.run();
      }
    } else if (!asked && core.isAhead(boot)) {
      // Nobody believes that before he has asked, so there is nothing to answer.
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

  /** A boot of our name that is not there must not shadow us, whatever its clock said. */
  private void outlive(BootId other) {
    if (other.epoch() < BootId.MAX_EPOCH) {
      core.counters().count(Counter.BOOTS_OUTLIVED);
      reborn(other.epoch() + 1);
    }
  }

  private void reborn(long epoch) {
    rebornMillis = core.now();
    change(self().reborn(new BootId(epoch, self().boot().nonce())));
  }

  /** Somebody says of this boot that it is suspected, has failed or has left. */
  void accused(long incarnation) {
    if (incarnation >= self().incarnation()) {
      refute(incarnation, false);
    }
  }

  /** Raises the incarnation above the claim, and says so. */
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

  /** The local member is reached elsewhere now. */
  void moved(InetSocketAddress address) {
    change(self().at(address));
  }

  /** The local member leaves: nothing is refuted from now on. */
  Message.Leave leave() {
    leaving = true;
    long last = self().incarnation() + 1;
    change(self().with(State.LEFT, last, 0));
    return new Message.Leave(self().boot().nonce(), last);
  }
}

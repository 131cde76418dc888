package io.hearsay.membership.swim;

import io.hearsay.membership.wire.MemberRecord;
import java.util.List;
import java.util.Optional;

/**
 * Whether the others take this member for one of theirs, and whether they can be heard: what a
 * member cannot see in its own table. Each digest that equals ours proves that somebody knows us as
 * we are; a full exchange in which the peer does not have us says the contrary. It takes {@value
 * #PATIENCE_MILLIS} ms of only the latter, from first to last, until it is said.
 */
final class Acceptance {
  static final long PATIENCE_MILLIS = 5000;

  /** Heartbeats come every second or so even from two members. */
  static final long DEAF_MILLIS = 10_000;

  private static final long NEVER = -1;

  private final ProtocolContext core;
  private long deniedSince = NEVER;
  private long deniedLast = NEVER;
  private String deniedBy = "";
  private long datagram = NEVER;
  private long alone = NEVER;
  private long tcpOnly = NEVER;

  Acceptance(ProtocolContext core) {
    this.core = core;
  }

  /** Somebody knows just what we know, ourselves included. */
  void agreed() {
    deniedSince = NEVER;
  }

  /** A datagram of a member came in. */
  void heard() {
    datagram = core.now();
  }

  /** A member that did not answer a datagram has answered over TCP. */
  void onlyByTcp() {
    tcpOnly = core.now();
  }

  /** A peer's answer to an exchange: its own record first. */
  void told(List<MemberRecord> known) {
    var self = core.table().self().record();
    boolean there =
        known.stream()
            .anyMatch(
                m ->
                    m.boot().isSameProcess(self.boot())
                        && m.name().equals(self.name())
                        && m.state().present()
                        && m.address().equals(self.address()));
    if (there) {
      agreed();
    } else {
      deniedSince = deniedSince == NEVER ? core.now() : deniedSince;
      deniedLast = core.now();
      deniedBy = known.getFirst().name();
    }
  }

  /** What is wrong, for an operator; empty if all is well. To be asked every few seconds. */
  Optional<String> trouble() {
    long now = core.now();
    if (core.table().present() < 2) {
      alone = now;
      deniedSince = NEVER;
      return Optional.empty();
    }
    if (deniedSince != NEVER && deniedLast - deniedSince > PATIENCE_MILLIS) {
      return Optional.of(
          "the others do not take this member for one of theirs: "
              + deniedBy
              + " does not have it, or not at "
              + JoinGuard.text(core.table().self().record().address()));
    }
    long silent = now - Math.max(datagram, alone);
    if (silent > DEAF_MILLIS && tcpOnly != NEVER && now - tcpOnly < DEAF_MILLIS) {
      return Optional.of(
          "no datagram of any member has come in for "
              + silent / 1000
              + " s while TCP gets through: open UDP port "
              + core.table().self().record().address().getPort()
              + " to and from the members, or see --bind and --advertise");
    }
    return Optional.empty();
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.MemberRecord;
import java.util.List;
import java.util.Optional;

/**
 * Whether the others consider this member part of the cluster, and whether this member can hear
 * them: neither can be seen in its own table. A digest that equals ours proves that a member knows
 * our current record; a full exchange in which the peer does not have us suggests the opposite. It
 * is reported only after {@value #PATIENCE_MILLIS} ms in which there was only the latter.
 */
final class Acceptance {
  static final long PATIENCE_MILLIS = 5000;

  /** Long compared to heartbeats, which arrive every second or so even in a cluster of two. */
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

  /** A member knows exactly what we know, including ourselves. */
  void agreed() {
    deniedSince = NEVER;
  }

  /** A datagram from a member has arrived. */
  void heard() {
    datagram = core.now();
  }

  /** A member that did not answer a datagram has answered over TCP. */
  void onlyByTcp() {
    tcpOnly = core.now();
  }

  /** Takes a peer's answer to an exchange, its own record first. */
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

  /** What is wrong, for an operator; empty if nothing is. Call this every few seconds. */
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

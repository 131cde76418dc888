package io.hearsay.membership.atomix;

import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.swim.MemberSnapshot;
import io.hearsay.membership.wire.Flags;

/** Converts between the protocol's records and the members that the rest of Hearsay sees. */
public final class MemberMapper {
  private MemberMapper() {}

  static Member member(MemberSnapshot snapshot) {
    var record = snapshot.member();
    return new Member(
        record.name(),
        record.boot().text(),
        record.address().getAddress(),
        record.address().getPort(),
        new Member.Word(
            (record.flags() & Flags.HEALTHY) != 0,
            mode(record.flags()),
            record.incarnation(),
            Tags.of(record.tags())),
        new Member.Sight(status(snapshot), snapshot.since(), snapshot.rttMillis()));
  }

  private static MemberStatus status(MemberSnapshot snapshot) {
    boolean leaving = (snapshot.member().flags() & Flags.LEAVING) != 0;
    return switch (snapshot.member().state()) {
      case ALIVE -> leaving ? MemberStatus.LEAVING : MemberStatus.ALIVE;
      case SUSPECT -> leaving ? MemberStatus.LEAVING : MemberStatus.SUSPECT;
      case LEFT -> MemberStatus.LEFT;
      case FAILED -> MemberStatus.FAILED;
    };
  }

  private static TrafficMode mode(int flags) {
    if ((flags & Flags.MAINTENANCE) != 0) {
      return TrafficMode.MAINTENANCE;
    }
    return (flags & Flags.DRAIN) != 0 ? TrafficMode.DRAIN : TrafficMode.READY;
  }

  /** The flags with another health and mode; all others are kept. */
  public static int flags(int before, boolean healthy, TrafficMode mode) {
    int kept = before & ~(Flags.HEALTHY | Flags.DRAIN | Flags.MAINTENANCE);
    int health = healthy ? Flags.HEALTHY : 0;
    return kept
        | health
        | switch (mode) {
          case READY -> 0;
          case DRAIN -> Flags.DRAIN;
          case MAINTENANCE -> Flags.MAINTENANCE;
        };
  }
}

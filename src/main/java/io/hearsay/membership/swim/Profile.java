package io.hearsay.membership.swim;

/**
 * The timers of the protocol, in milliseconds. Every timer that judges others is multiplied by 1 +
 * local health (Lifeguard, section IV-A), so that a member in trouble doubts itself first.
 */
public final class Profile {
  private static final long MINUTE = 60_000;

  private static final Profile CONTAINER =
      new ProfileBuilder()
          .heartbeatInterval(600)
          .heartbeatGrace(300)
          .probeInterval(1200)
          .probeTimeout(250)
          .probeDeadline(650)
          .indirectProbes(3)
          .gossipInterval(200)
          .fastInterval(15)
          .gossipFanout(3)
          .retransmitMultiplier(4)
          .goneTimeout(150)
          .unreachableMin(1300)
          .unreachableMax(5000)
          .silentMin(5250)
          .silentMax(9000)
          .confirmations(3)
          .tripwires(3)
          .wireGrace(150)
          .recontactInterval(2000)
          .syncLimit(3000)
          .failedMemory(10 * MINUTE)
          .leftMemory(MINUTE)
          .leaveLimit(1000)
          .build();

  private static final Profile LAN =
      CONTAINER
          .change()
          .heartbeatInterval(1000)
          .probeInterval(1500)
          .probeTimeout(500)
          .probeDeadline(950)
          .fastInterval(20)
          .goneTimeout(200)
          .unreachableMin(3000)
          .unreachableMax(12_000)
          .silentMin(8000)
          .silentMax(24_000)
          .wireGrace(250)
          .recontactInterval(3000)
          .syncLimit(5000)
          .leaveLimit(2000)
          .build();

  private static final Profile WAN =
      CONTAINER
          .change()
          .heartbeatInterval(5000)
          .heartbeatGrace(3000)
          .probeInterval(6000)
          .probeTimeout(3000)
          .probeDeadline(4800)
          .gossipInterval(500)
          .fastInterval(100)
          .gossipFanout(4)
          .goneTimeout(1500)
          .unreachableMin(15_000)
          .unreachableMax(60_000)
          .silentMin(25_000)
          .silentMax(90_000)
          .wireGrace(2000)
          .recontactInterval(10_000)
          .syncLimit(15_000)
          .leaveLimit(5000)
          .build();

  private static final Profile LOCAL =
      CONTAINER
          .change()
          .heartbeatInterval(500)
          .heartbeatGrace(100)
          .probeInterval(1000)
          .probeTimeout(150)
          .probeDeadline(450)
          .indirectProbes(2)
          .gossipInterval(100)
          .fastInterval(10)
          .retransmitMultiplier(3)
          .goneTimeout(100)
          .unreachableMin(1000)
          .unreachableMax(3000)
          .silentMin(5500)
          .silentMax(10_000)
          .confirmations(2)
          .wireGrace(100)
          .recontactInterval(1000)
          .syncLimit(2000)
          .leaveLimit(500)
          .build();

  /** Never changed after construction. */
  private final ProfileBuilder values;

  Profile(ProfileBuilder values) {
    this.values = values;
  }

  /** Containers on hosts of one data centre; the default. */
  public static Profile container() {
    return CONTAINER;
  }

  /** Machines on one network, as patient as memberlist's profile of that name. */
  public static Profile lan() {
    return LAN;
  }

  /** Members on several continents. */
  public static Profile wan() {
    return WAN;
  }

  /** Processes on one machine. */
  public static Profile local() {
    return LOCAL;
  }

  /** The profile of that name, or null. */
  public static Profile named(String name) {
    return switch (name) {
      case "container" -> container();
      case "lan" -> lan();
      case "wan" -> wan();
      case "local" -> local();
      default -> null;
    };
  }

  /** A builder for a profile that differs from this one in what is set. */
  ProfileBuilder change() {
    return new ProfileBuilder(values);
  }

  /** Interval between a member's heartbeats to its predecessor. */
  public long heartbeatInterval() {
    return values.heartbeatInterval;
  }

  /** How late a heartbeat may be. */
  public long heartbeatGrace() {
    return values.heartbeatGrace;
  }

  /**
   * Each member probes one other per interval, and so all of them in N−1 intervals. A member that
   * dies silently is first probed by any other after interval·1/(1−1/e) on average (SWIM, section
   * 3.1).
   */
  public long probeInterval() {
    return values.probeInterval;
  }

  /** Timeout of the direct ping; after it, k others are asked to ping, and TCP is tried. */
  public long probeTimeout() {
    return values.probeTimeout;
  }

  /** Time limit of a whole probe, less than the interval. */
  public long probeDeadline() {
    return values.probeDeadline;
  }

  /** K of SWIM: how many others are asked to ping. */
  public int indirectProbes() {
    return values.indirectProbes;
  }

  /** Interval between rounds while only older rumours are being repeated. */
  public long gossipInterval() {
    return values.gossipInterval;
  }

  /**
   * Interval between the first rounds of a new rumour: news reaches N members in about
   * log<sub>fanout+1</sub>(N) rounds.
   */
  public long fastInterval() {
    return values.fastInterval;
  }

  /** Members to which news is sent per round. */
  public int gossipFanout() {
    return values.gossipFanout;
  }

  /** Λ: a rumour is sent λ·⌈log10(N+1)⌉ times by each member, N counting only those present. */
  public int retransmitMultiplier() {
    return values.retransmitMultiplier;
  }

  /** Suspicion timeout for a member whose host reports that the process is gone. */
  public long goneTimeout() {
    return values.goneTimeout;
  }

  /**
   * Suspicion timeout for a member whose host does not respond, if {@link #confirmations} others
   * agree.
   */
  public long unreachableMin() {
    return values.unreachableMin;
  }

  /** The same if nobody else agrees. */
  public long unreachableMax() {
    return values.unreachableMax;
  }

  /**
   * How long a member whose host still accepts connections may be silent in total if others agree:
   * longer than a pause of five seconds.
   */
  public long silentMin() {
    return values.silentMin;
  }

  /** The same if nobody else agrees. */
  public long silentMax() {
    return values.silentMax;
  }

  /**
   * K of Lifeguard's dynamic suspicion: timeout = max − (max−min)·log(c+1)/log(k+1), never below
   * min.
   */
  public int confirmations() {
    return values.confirmations;
  }

  /** Number of ring successors to which a member keeps a connection. */
  public int tripwires() {
    return values.tripwires;
  }

  /** Time that a peer which closed a tripwire has to answer a probe. */
  public long wireGrace() {
    return values.wireGrace;
  }

  /**
   * Interval between attempts to contact a seed or lost member; partitions heal within about two of
   * them.
   */
  public long recontactInterval() {
    return values.recontactInterval;
  }

  /** Time limit of a full exchange of state. */
  public long syncLimit() {
    return values.syncLimit;
  }

  /** How long a failed member is remembered, and told that it failed so that it can refute. */
  public long failedMemory() {
    return values.failedMemory;
  }

  /** How long a member that left is remembered. */
  public long leftMemory() {
    return values.leftMemory;
  }

  /** How long a leave waits for acknowledgements. */
  public long leaveLimit() {
    return values.leaveLimit;
  }
}

package io.hearsay.membership.swim;

/**
 * The timers of the protocol, in milliseconds. Every timer that judges others is multiplied by 1 +
 * local health (Lifeguard, section IV-A), so that a member in trouble doubts itself first.
 *
 * @param heartbeatInterval a member tells its predecessor so often that it lives
 * @param heartbeatGrace how much later than due that may come
 * @param probeInterval one member is probed per interval, all of them once per N−1 intervals. A
 *     member that dies silently is first probed by anybody after interval·1/(1−1/e) on average
 *     (SWIM, section 3.1)
 * @param probeTimeout of the direct probe; then k others are asked, and TCP is tried
 * @param probeDeadline of the whole probe, less than the interval
 * @param indirectProbes k of SWIM: how many others are asked
 * @param gossipInterval between rounds while old rumours are being repeated
 * @param fastInterval between the first rounds of a new rumour: news reaches N members in about
 *     log<sub>fanout+1</sub>(N) rounds
 * @param gossipFanout members told per round
 * @param retransmitMultiplier λ: a rumour is sent λ·⌈log10(N+1)⌉ times by each member, N counting
 *     only those present
 * @param goneTimeout suspicion of a member whose host says that the process is gone
 * @param unreachableMin suspicion of a member whose host says nothing, when {@link #confirmations}
 *     others agree
 * @param unreachableMax the same when nobody else does
 * @param silentMin how long a member whose host still accepts connections may be silent in all,
 *     when others agree: outlasts a pause of five seconds
 * @param silentMax the same when nobody else does
 * @param confirmations k of Lifeguard's dynamic suspicion: timeout = max −
 *     (max−min)·log(c+1)/log(k+1), never below min
 * @param tripwires ring successors that a member holds a connection to
 * @param wireGrace what a peer that closed a tripwire has to answer a probe
 * @param recontactInterval between attempts at one seed or lost member; partitions heal within
 *     about two of them
 * @param syncLimit for a full exchange of state
 * @param failedMemory how long a failed member is remembered and told so that it can refute
 * @param leftMemory how long a member that left is remembered
 * @param leaveLimit how long a leave waits for acknowledgements
 */
public record Profile(
    long heartbeatInterval,
    long heartbeatGrace,
    long probeInterval,
    long probeTimeout,
    long probeDeadline,
    int indirectProbes,
    long gossipInterval,
    long fastInterval,
    int gossipFanout,
    int retransmitMultiplier,
    long goneTimeout,
    long unreachableMin,
    long unreachableMax,
    long silentMin,
    long silentMax,
    int confirmations,
    int tripwires,
    long wireGrace,
    long recontactInterval,
    long syncLimit,
    long failedMemory,
    long leftMemory,
    long leaveLimit) {

  private static final long MINUTE = 60_000;

  /** Containers on hosts of one data centre; the default. */
  public static Profile container() {
    return new Profile(
        600,
        300,
        1200,
        250,
        650,
        3,
        200,
        15,
        3,
        4,
        150,
        1300,
        5000,
        5250,
        9000,
        3,
        3,
        150,
        2000,
        3000,
        10 * MINUTE,
        MINUTE,
        1000);
  }

  /** Machines on one network, with the patience of memberlist's profile of that name. */
  public static Profile lan() {
    return new Profile(
        1000,
        300,
        1500,
        500,
        950,
        3,
        200,
        20,
        3,
        4,
        200,
        3000,
        12_000,
        8000,
        24_000,
        3,
        3,
        250,
        3000,
        5000,
        10 * MINUTE,
        MINUTE,
        2000);
  }

  /** Members on several continents. */
  public static Profile wan() {
    return new Profile(
        5000,
        3000,
        6000,
        3000,
        4800,
        3,
        500,
        100,
        4,
        4,
        1500,
        15_000,
        60_000,
        25_000,
        90_000,
        3,
        3,
        2000,
        10_000,
        15_000,
        10 * MINUTE,
        MINUTE,
        5000);
  }

  /** Processes on one machine. */
  public static Profile local() {
    return new Profile(
        500,
        100,
        1000,
        150,
        450,
        2,
        100,
        10,
        3,
        3,
        100,
        1000,
        3000,
        5500,
        10_000,
        2,
        3,
        100,
        1000,
        2000,
        10 * MINUTE,
        MINUTE,
        500);
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
}

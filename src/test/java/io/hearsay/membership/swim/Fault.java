package io.hearsay.membership.swim;

/**
 * What may go wrong in an episode of the simulator. Each seed draws the subset that exists at all.
 */
enum Fault {
  /** Datagrams get lost, and TCP takes longer than its limit. */
  LOSS,
  /** Everything takes up to a tenth of a second. */
  DELAY,
  DUPLICATION,
  /** Some datagrams take a detour of up to two seconds. */
  REORDERING,
  /** What one host sends to another is dropped. */
  ONE_WAY,
  PARTITION,
  /** A process is stopped for up to 15 s. */
  PAUSE,
  CRASH,
  /** A process dies and is started again under its name, at the same or another address. */
  RESTART,
  /** A process dies in the middle of a turn. */
  CRASH_WITHIN_A_TURN,
  /** Hosts disagree about the time. */
  SKEW,
  /** The wall clock of a host is reset. */
  CLOCK_JUMP,
  /** Steady clocks are up to one per cent fast or slow. */
  DRIFT,
  /** An operator force-leaves a failed member. */
  FORCE_LEAVE,
  /** Strangers send what they like. */
  HOSTILE,
  /** Hosts refuse connections although a process listens. */
  TCP_REFUSED,
  /** Requests over TCP arrive, but their answers do not. */
  TCP_HALF,
  /** The keys change, at a different moment on each host. */
  KEY_ROTATION,
  /** Some members use a later version of the wire format. */
  LATER_WIRE,
  /** A second process is started under a name that is in use. */
  TWIN,
  /** A host gets another address. */
  MOVE
}

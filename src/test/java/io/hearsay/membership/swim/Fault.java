package io.hearsay.membership.swim;

/** What may go wrong in an episode of the simulator. Each seed draws which of them exist at all. */
enum Fault {
  /** Datagrams get lost, and TCP takes longer than is waited. */
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
  /** A process dies and is started again under its name, at its address or at another one. */
  RESTART,
  /** A process dies in the middle of a turn. */
  CRASH_WITHIN_A_TURN,
  /** Hosts do not agree on what time it is. */
  SKEW,
  /** The wall clock of a host is set anew. */
  CLOCK_JUMP,
  /** Steady clocks are up to one per cent fast or slow. */
  DRIFT,
  /** An operator declares a member left that has failed. */
  FORCE_LEAVE,
  /** Strangers send what they like. */
  HOSTILE,
  /** Hosts refuse connections although somebody listens. */
  TCP_REFUSED,
  /** Questions over TCP are heard but not answered. */
  TCP_HALF,
  /** The keys change, at another moment on each host. */
  KEY_ROTATION,
  /** Some members speak a later version of the wire. */
  LATER_WIRE,
  /** A second process is started under a name that is in use. */
  TWIN,
  /** A host gets another address. */
  MOVE
}

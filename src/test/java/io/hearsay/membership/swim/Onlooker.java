package io.hearsay.membership.swim;

/** Observes the hosts of a simulation without taking part. */
interface Onlooker {
  Onlooker NOBODY = new Onlooker() {};

  /** A turn of the host is over, or was cut short by its death. */
  default void turned(SimHost host) {}

  /** The host sends, asks, connects or sets a timer. */
  default void acts(SimHost host) {}

  /** The host sends a datagram whose payload may have at most {@code capacity} bytes. */
  default void sends(SimHost host, byte[] payload, int capacity) {}

  /** A datagram with that payload arrived at the host, and its turn begins. */
  default void receives(SimHost host, byte[] payload) {}

  /** The host publishes these changes. */
  default void told(SimHost host, Changes changes) {}

  /** The host received a user event with that payload. */
  default void event(SimHost host, String payload) {}

  /** The host received a user query with that payload. */
  default void query(SimHost host, String payload) {}

  /** The host gives way to another process of its name. */
  default void superseded(SimHost host) {}
}

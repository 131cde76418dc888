package io.hearsay.membership.swim;

/** Sees what the hosts of a simulation do, without a part in it. */
interface Onlooker {
  Onlooker NOBODY = new Onlooker() {};

  /** A turn of that host is over, or was cut short by its death. */
  default void turned(SimHost host) {}

  /** It sends, asks, connects or sets a timer. */
  default void acts(SimHost host) {}

  /** It sends a datagram with that payload, of which so many bytes are allowed. */
  default void sends(SimHost host, byte[] payload, int capacity) {}

  /** A datagram with that payload came to it, and its turn begins. */
  default void receives(SimHost host, byte[] payload) {}

  /** It publishes these changes. */
  default void told(SimHost host, Changes changes) {}

  /** It was told of a user's event with that payload. */
  default void event(SimHost host, String payload) {}

  /** It is asked a user's query with that payload. */
  default void query(SimHost host, String payload) {}

  /** It gives way to another process of its name. */
  default void superseded(SimHost host) {}
}

package io.hearsay.membership.wire;

/** The bits of {@link MemberRecord#flags()}. Unknown bits are carried along untouched. */
public final class Flags {
  /** The member's application is healthy. */
  public static final int HEALTHY = 1;

  /** The member takes no new traffic. */
  public static final int DRAIN = 1 << 1;

  /** The member is out of service. */
  public static final int MAINTENANCE = 1 << 2;

  /** The member is about to leave: if it disappears now, it has left rather than failed. */
  public static final int LEAVING = 1 << 3;

  /**
   * The member understands version 2 of the format: messages that carry their length, so that
   * unknown types can be skipped. A member without this flag has version 1 and is sent none of
   * them, as it would refuse the datagram. Everything else is the same, so members of both versions
   * form one cluster.
   */
  public static final int EXTENSIONS = 1 << 6;

  private Flags() {}
}

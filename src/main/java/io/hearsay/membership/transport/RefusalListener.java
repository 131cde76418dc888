package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Mismatch;
import java.net.InetAddress;

/**
 * Is notified of refused connections. Anybody may open them as often as they like, so a listener
 * must bound what it keeps and logs. Called on the transport's context.
 */
public interface RefusalListener {
  /** A connection from an address that is not allowed. */
  void forbidden(InetAddress from);

  /** A connection beyond the limits. */
  void crowded(InetAddress from);

  /**
   * A connection from a peer that cannot be understood.
   *
   * @param began its first bytes, at most 16
   */
  void mismatched(InetAddress from, Mismatch why, byte[] began);
}

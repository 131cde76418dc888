package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Mismatch;
import java.net.InetAddress;

/**
 * Hears of connections that are not taken. Who opens them may be anybody, as often as they like: a
 * listener has to bound what it keeps and what it says. Called on the transport's context.
 */
public interface RefusalListener {
  /** One from an address that may not have any. */
  void forbidden(InetAddress from);

  /** One too many. */
  void crowded(InetAddress from);

  /**
   * One that speaks another language.
   *
   * @param began how it began, at most 16 bytes
   */
  void mismatched(InetAddress from, Mismatch why, byte[] began);
}

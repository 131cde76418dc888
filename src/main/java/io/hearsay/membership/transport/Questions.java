package io.hearsay.membership.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who answers what others ask over TCP. */
@FunctionalInterface
public interface Questions {
  /**
   * A question came in, sealed as all that travels is, but not looked at yet.
   *
   * @param from where the connection comes from; its port says nothing
   * @param subject see {@link Question#MAX_SUBJECT}
   * @param body from another host: to be checked
   * @return the answer, now or later; absent, or failed: there is none
   */
  Optional<CompletableFuture<byte[]>> asked(InetSocketAddress from, String subject, byte[] body);
}

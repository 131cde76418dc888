package io.hearsay.membership.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers questions that arrive over TCP. */
@FunctionalInterface
public interface Questions {
  /**
   * A question has arrived. It was sealed like all traffic, but has not been checked yet.
   *
   * @param from the remote address of the connection; its port is meaningless
   * @param subject see {@link Question#MAX_SUBJECT}
   * @param body from another host, so check it before using it
   * @return completes with the answer; empty, or failed, if there is none
   */
  Optional<CompletableFuture<byte[]>> asked(InetSocketAddress from, String subject, byte[] body);
}

package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * HAProxy's runtime API (HAProxy management guide, section 9.3). Every method blocks until HAProxy
 * answers, up to a limit.
 *
 * <p>An interface so that a simulation can replace the real one, {@link RuntimeApi}.
 */
public interface HaproxyApi {
  /**
   * What a process reports about itself.
   *
   * @param pid as the process sees it; it differs from ours if it is in another container
   */
  record Info(long pid, Version version) {}

  /**
   * Runs one command.
   *
   * @return the answer, trimmed
   * @throws IOException if nobody answers in time
   */
  String ask(String command) throws IOException;

  /**
   * Runs commands in order over one connection, each regardless of whether earlier ones succeeded.
   *
   * @return the answers, trimmed, one per command
   * @throws IOException if not all were answered in time; some may have been executed
   */
  List<String> askAll(List<String> commands) throws IOException;

  /** The pid and version of the process that listens on the socket; empty if none answers. */
  Optional<Info> info();

  /** The pid of the process that listens on the socket; empty if none answers. */
  default OptionalLong pid() {
    return info().stream().mapToLong(Info::pid).findFirst();
  }
}

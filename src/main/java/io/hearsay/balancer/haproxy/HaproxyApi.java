package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * HAProxy's runtime API (HAProxy management guide, section 9.3). Every method blocks for as long as
 * HAProxy takes, up to a limit.
 *
 * <p>{@link RuntimeApi} is the real one; it is an interface so that a simulation can stand in.
 */
public interface HaproxyApi {
  /**
   * What a process tells of itself.
   *
   * @param pid in its own view: in another container it is another one
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
   * Runs commands in their order over one connection, each whether or not the ones before were
   * obeyed.
   *
   * @return the answers, trimmed, as many as there were commands
   * @throws IOException if they were not all answered in time; some may have been obeyed
   */
  List<String> askAll(List<String> commands) throws IOException;

  /** Number and version of the process that listens on the socket; empty if none answers. */
  Optional<Info> info();

  /** The number of the process that listens on the socket; empty if none answers. */
  default OptionalLong pid() {
    return info().stream().mapToLong(Info::pid).findFirst();
  }
}

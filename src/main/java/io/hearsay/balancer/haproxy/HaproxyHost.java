package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine that HAProxy runs on, as far as the pipeline needs it. Blocks; for one thread.
 *
 * <p>It is an interface so that a simulation can stand in for processes, sockets and ports.
 */
public interface HaproxyHost {
  /** How HAProxy is started and reloaded. The same object each time. */
  Launcher launcher();

  /** The API of whichever process listens on that socket. */
  HaproxyApi api(Path socket);

  /**
   * Asks HAProxy whether a configuration is right.
   *
   * @return what is wrong with it, empty if it is right
   * @throws IOException if HAProxy cannot be run
   */
  Optional<String> check(Path file) throws IOException;

  /**
   * Why a HAProxy could not bind to an address that is new; empty if it could.
   *
   * @param running the text that HAProxy runs with
   * @param wanted the text that it is to run with
   */
  Optional<String> obstacle(String running, String wanted);

  /**
   * Who else listens on an address of a text, in words; empty if nobody does, or nobody can tell.
   */
  default Optional<String> stranger(String wanted) {
    return Optional.empty();
  }

  /**
   * Another place for the admin socket.
   *
   * @throws IOException if there is none
   */
  Elsewhere elsewhere() throws IOException;
}

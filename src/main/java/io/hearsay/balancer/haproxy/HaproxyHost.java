package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the pipeline needs of the machine that HAProxy runs on. Blocks; for one thread.
 *
 * <p>An interface so that a simulation can replace processes, sockets and ports.
 */
public interface HaproxyHost {
  /** Starts and reloads HAProxy. The same object for each call. */
  Launcher launcher();

  /** The API of whichever process listens on a socket. */
  HaproxyApi api(Path socket);

  /**
   * Has HAProxy check a configuration.
   *
   * @return what is wrong with it; empty if it is valid
   * @throws IOException if HAProxy cannot be run
   */
  Optional<String> check(Path file) throws IOException;

  /**
   * Why HAProxy cannot bind to a newly bound address; empty if it can.
   *
   * @param running the text that HAProxy runs with
   * @param wanted the text that it should run with
   */
  Optional<String> obstacle(String running, String wanted);

  /**
   * Which other process listens on an address of a text, in words; empty if none does or that is
   * unknown.
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

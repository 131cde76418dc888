package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes HAProxy run with the configuration file: as our child, as the worker of a master, or by a
 * command of the user's. Blocks; for one thread. A simulation has its own implementation.
 */
public interface Launcher {

  /** Finds the process that already runs with the file; no other may be touched. */
  Optional<HaproxyProcess> adopt();

  /**
   * Starts a process with the current file and waits until it answers on the socket. The previous
   * one is left to finish its connections.
   *
   * @param before the process that serves now; empty if there is none
   * @throws IOException if a program cannot be run
   * @throws StartFailed if no new process answered in time, or none can; the previous one continues
   *     to serve
   */
  HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed;

  /** Processes of this configuration that are finishing their connections. */
  List<RunningProcess> others(HaproxyProcess current);

  /**
   * Ends a process when its connections have ended, at the latest after the limit. Does nothing if
   * somebody else started it.
   */
  void stop(HaproxyProcess current, Duration limit);

  /** Whether Hearsay restarts a HAProxy that has ended. */
  boolean starts();

  /** Whether Hearsay starts and reloads HAProxy at all. */
  default boolean drives() {
    return true;
  }

  /** Whether {@link #start} can place the admin socket elsewhere. */
  default boolean movesSocket() {
    return false;
  }

  /**
   * Starts a process with its admin socket elsewhere, as the run directory is unusable.
   *
   * @throws IOException if a program cannot be run
   * @throws StartFailed if that does not answer either, or this launcher does not support it
   */
  default HaproxyProcess start(String text, Elsewhere elsewhere) throws IOException, StartFailed {
    throw new StartFailed("the admin socket cannot be elsewhere");
  }
}

package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How HAProxy comes to run with the configuration file: as our child, as the worker of a master, or
 * by whatever command the user has for it. Blocks; for one thread. A simulation has one of its own.
 */
public interface Launcher {

  /** The process that already runs with the file; anything else is not ours to touch. */
  Optional<HaproxyProcess> adopt();

  /**
   * Brings up a process that runs with the file as it is now, and waits until it answers on the
   * socket. The one before is left to finish its connections.
   *
   * @param before the process that serves now; empty: none does
   * @throws IOException if a program cannot be run
   * @throws StartFailed if no new process answered in time, or none can; the one before serves on
   */
  HaproxyProcess replace(Optional<HaproxyProcess> before) throws IOException, StartFailed;

  /** Processes of this configuration that still finish their connections. */
  List<RunningProcess> others(HaproxyProcess current);

  /**
   * Ends it when its connections have ended, at the latest after the limit. What somebody else
   * started, somebody else stops: then this does nothing.
   */
  void stop(HaproxyProcess current, Duration limit);

  /** Whether a HAProxy that ended is ours to start again. */
  boolean starts();

  /** Whether HAProxy is brought to run with the file at all. */
  default boolean drives() {
    return true;
  }

  /** Whether {@link #start} can put the admin socket in another place. */
  default boolean movesSocket() {
    return false;
  }

  /**
   * Starts one with its admin socket in another place, for a run directory that takes none.
   *
   * @throws IOException if a program cannot be run
   * @throws StartFailed if that one does not answer either, or this launcher cannot do it
   */
  default HaproxyProcess start(String text, Elsewhere elsewhere) throws IOException, StartFailed {
    throw new StartFailed("the admin socket cannot be elsewhere");
  }
}

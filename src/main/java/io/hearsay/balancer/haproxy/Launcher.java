package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How HAProxy comes to run with the configuration file: as our child, as the worker of a master, or
 * by whatever command the user has for it. Blocks; for one thread.
 */
public sealed interface Launcher permits ChildLauncher, MasterWorker, CommandLauncher {

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
  List<ProcessHandle> others(HaproxyProcess current);

  /**
   * Ends it when its connections have ended, at the latest after the limit. What somebody else
   * started, somebody else stops: then this does nothing.
   */
  void stop(HaproxyProcess current, Duration limit);

  /** Whether a HAProxy that ended is ours to start again. */
  boolean starts();
}

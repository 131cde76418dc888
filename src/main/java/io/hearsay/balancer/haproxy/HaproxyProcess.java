package io.hearsay.balancer.haproxy;

import io.hearsay.process.ProcessStat;
import java.util.Optional;

/**
 * The HAProxy process that serves.
 *
 * @param pid as HAProxy tells it
 * @param process absent if it is not to be seen from here, as in another container
 */
public record HaproxyProcess(long pid, Version version, Optional<RunningProcess> process) {

  /** With what the process tells of itself. */
  static HaproxyProcess of(HaproxyApi.Info info, boolean visible) {
    return new HaproxyProcess(
        info.pid(), info.version(), visible ? LocalProcess.of(info.pid()) : Optional.empty());
  }

  /** Whether it runs, as far as can be seen: one that is not to be seen is taken to. */
  public boolean isAlive() {
    return process.map(RunningProcess::isAlive).orElse(true);
  }

  /**
   * Whether a process runs. One that has ended and that nobody waits for does not, although its
   * number is still taken: the parent of a HAProxy that was adopted may be a process 1 that does
   * not care for its children.
   */
  public static boolean isAlive(ProcessHandle process) {
    var ended = ProcessStat.of(process.pid()).map(ProcessStat::ended).orElse(false);
    return !ended && process.isAlive();
  }
}

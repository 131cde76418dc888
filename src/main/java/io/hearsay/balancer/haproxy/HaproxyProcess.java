package io.hearsay.balancer.haproxy;

import io.hearsay.process.ProcessStat;
import java.util.Optional;

/**
 * A HAProxy process that serves.
 *
 * @param pid as HAProxy reports it
 * @param process empty if it is not visible from here, as in another container
 */
public record HaproxyProcess(long pid, Version version, Optional<RunningProcess> process) {

  /** Creates an instance from what the process reports about itself. */
  static HaproxyProcess of(HaproxyApi.Info info, boolean visible) {
    return new HaproxyProcess(
        info.pid(), info.version(), visible ? LocalProcess.of(info.pid()) : Optional.empty());
  }

  /** Whether it is running; a process that is not visible is assumed to be. */
  public boolean isAlive() {
    return process.map(RunningProcess::isAlive).orElse(true);
  }

  /**
   * Whether a process is running. A zombie is not, although it still has its pid: the parent of an
   * adopted HAProxy may be a process 1 that does not reap its children.
   */
  public static boolean isAlive(ProcessHandle process) {
    var ended = ProcessStat.of(process.pid()).map(ProcessStat::ended).orElse(false);
    return !ended && process.isAlive();
  }
}

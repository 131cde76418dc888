package io.hearsay.supervise;

import io.hearsay.process.ProcessStat;
import java.time.Duration;
import java.util.List;

/**
 * All processes of one session: a program and whatever it started, whatever their parents are now,
 * except for processes that asked for a session of their own. Read from {@code /proc} (proc(5),
 * {@code stat}) where there is one; zombies do not count.
 *
 * <p>Signals go through {@link ProcessHandle}, which compares start times and so never signals
 * another process that has been given the pid of one that ended.
 */
final class Session {
  private static final Duration POLL = Duration.ofMillis(10);

  private final long leader;

  /** The session that this process leads. */
  Session(long leader) {
    this.leader = leader;
  }

  /** Those that are running now. */
  List<ProcessHandle> members() {
    return ProcessHandle.allProcesses().filter(p -> belongs(p.pid())).toList();
  }

  private boolean belongs(long pid) {
    return ProcessStat.of(pid)
        .filter(stat -> stat.session() == leader && !stat.ended())
        .isPresent();
  }

  /** Whether the process leads a session of its own, so that its processes can be told apart. */
  static boolean leads(long pid) {
    return ProcessStat.of(pid).filter(stat -> stat.session() == pid).isPresent();
  }

  /** Sends SIGTERM to all. */
  void terminate() {
    members().forEach(ProcessHandle::destroy);
  }

  /** Sends SIGKILL to all, including those that appear meanwhile, until none is left. */
  void kill() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    for (var left = members(); !left.isEmpty() && System.nanoTime() < deadline; left = members()) {
      left.forEach(ProcessHandle::destroyForcibly);
      // Most are not our children, so we cannot wait for them; the kernel takes a moment.
      Thread.sleep(1);
    }
  }

  /** Waits until none is left; false if the limit passes first. */
  boolean ends(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!members().isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      // Nothing reports the end of processes that are not our children.
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }
}

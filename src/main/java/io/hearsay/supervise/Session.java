package io.hearsay.supervise;

import io.hearsay.process.ProcessStat;
import java.time.Duration;
import java.util.List;

/**
 * All processes of one session: a program and whatever it started, however often their parents
 * changed, unless it asked for a session of its own. Read from {@code /proc} (proc(5), {@code
 * stat}), where there is one; a process that has ended and was not waited for does not count.
 *
 * <p>Signals go through {@link ProcessHandle}, which compares the start time and so never hits a
 * stranger that has got the number of one that ended; no shell is needed for that.
 */
final class Session {
  private static final Duration POLL = Duration.ofMillis(10);

  private final long leader;

  /** The session that this process leads. */
  Session(long leader) {
    this.leader = leader;
  }

  /** Those that live now. */
  List<ProcessHandle> members() {
    return ProcessHandle.allProcesses().filter(p -> belongs(p.pid())).toList();
  }

  private boolean belongs(long pid) {
    return ProcessStat.of(pid)
        .filter(stat -> stat.session() == leader && !stat.ended())
        .isPresent();
  }

  /** Whether the process leads a session of its own, so that its members can be told apart. */
  static boolean leads(long pid) {
    return ProcessStat.of(pid).filter(stat -> stat.session() == pid).isPresent();
  }

  /** SIGTERM to all. */
  void terminate() {
    members().forEach(ProcessHandle::destroy);
  }

  /** SIGKILL to all, and to those that they started meanwhile, until none is left. */
  void kill() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    for (var left = members(); !left.isEmpty() && System.nanoTime() < deadline; left = members()) {
      left.forEach(ProcessHandle::destroyForcibly);
      // Most are no children of ours, so there is no end to wait for; the kernel takes a moment.
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
      // Nothing tells of the end of processes that are no children of ours.
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }
}

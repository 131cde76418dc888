package io.hearsay.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All processes of one session: a program and whatever it started, however often their parents
 * changed, unless it asked for a session of its own. Read from {@code /proc} (proc(5), {@code
 * stat}), where there is one; a process that has ended and was not waited for does not count.
 *
 * <p>Signals go through {@link ProcessHandle}, which compares the start time and so never hits a
 * stranger that has got the number of one that ended; no shell is needed for that.
 */
final class Session {
  private static final Path PROC = Path.of("/proc");
  private static final Duration POLL = Duration.ofMillis(10);

  /** Fields after the name, which is in parentheses and may itself hold any character. */
  private static final int STATE = 0;

  private static final int SESSION = 3;

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
    return stat(pid)
        .filter(f -> f.length > SESSION && f[SESSION].equals(Long.toString(leader)))
        .filter(f -> !f[STATE].equals("Z") && !f[STATE].equals("X"))
        .isPresent();
  }

  private static Optional<String[]> stat(long pid) {
    try {
      var text =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(text.substring(text.lastIndexOf(')') + 1).trim().split(" ", -1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the process leads a session of its own, so that its members can be told apart. */
  static boolean leads(long pid) {
    return stat(pid).filter(f -> f.length > SESSION && f[SESSION].equals("" + pid)).isPresent();
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

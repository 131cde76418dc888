package io.hearsay.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All processes that one run of a program has started, even in sessions of their own or with
 * another parent: they inherit an environment variable that only this run has and that can be read
 * from {@code /proc} (proc(5), {@code environ}). A process that was given another environment, or
 * belongs to another user, is found only while it is a descendant.
 */
public final class ProcessTree {
  private static final String VARIABLE = "_HEARSAY_RUN";
  private static final Path PROC = Path.of("/proc");
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final AtomicLong RUNS = new AtomicLong();

  private final String mark;

  private ProcessTree(String mark) {
    this.mark = mark;
  }

  /** Marks a program that is about to be started, so that its processes can be found. */
  public static ProcessTree of(ProcessBuilder builder) {
    // The pid alone may recur after a restart; in a container it is always the same.
    var value =
        ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + RUNS.incrementAndGet();
    builder.environment().put(VARIABLE, value);
    return new ProcessTree(VARIABLE + "=" + value + "\0");
  }

  /** Those that are running now. */
  List<ProcessHandle> members() {
    return ProcessHandle.allProcesses().filter(p -> isMarked(p.pid())).toList();
  }

  private boolean isMarked(long pid) {
    try {
      var environment =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1);
      return environment.startsWith(mark) || environment.contains("\0" + mark);
    } catch (IOException e) {
      // It has ended, or belongs to another user.
      return false;
    }
  }

  /**
   * Kills the program and all that it started, including those that appear meanwhile, until none is
   * left or a second has passed. Blocks.
   *
   * @param program may have ended
   */
  public void kill(Process program) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    var descendants = program.descendants().toList();
    program.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    for (var left = members(); !left.isEmpty() && System.nanoTime() < deadline; left = members()) {
      left.forEach(ProcessHandle::destroyForcibly);
      // Most are not our children, so we cannot wait for them; the kernel takes a moment.
      Thread.sleep(1);
    }
  }
}

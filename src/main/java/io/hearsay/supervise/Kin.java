package io.hearsay.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All that one run of a program has started, sessions of their own, changed parents and all: they
 * inherit a variable of the environment that only this run has, and {@code /proc} (proc(5), {@code
 * environ}) tells who has it. A process that was given another environment, or belongs to another
 * user, is found only while it is a descendant.
 */
public final class Kin {
  private static final String VARIABLE = "_HEARSAY_RUN";
  private static final Path PROC = Path.of("/proc");
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final AtomicLong RUNS = new AtomicLong();

  private final String mark;

  private Kin(String mark) {
    this.mark = mark;
  }

  /** Marks a program that is about to be started. */
  public static Kin of(ProcessBuilder builder) {
    // The number alone comes again after a restart, in a container always the same one.
    var value =
        ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + RUNS.incrementAndGet();
    builder.environment().put(VARIABLE, value);
    return new Kin(VARIABLE + "=" + value + "\0");
  }

  /** Those that live now. */
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
      // It has ended, or is another user's.
      return false;
    }
  }

  /**
   * Kills the program and all of them, and those that they start meanwhile, until none is left or a
   * second has passed. Blocks.
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
      // Most are no children of ours, so there is no end to wait for; the kernel takes a moment.
      Thread.sleep(1);
    }
  }
}

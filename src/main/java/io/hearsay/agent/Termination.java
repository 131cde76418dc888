package io.hearsay.agent;

import io.hearsay.output.Outlets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/**
 * How the process ends, from its first moment on. SIGTERM and SIGINT before anything was started
 * end it at once with 128 and the signal's number; later the first one asks for a stop in good
 * order, and a second one ends it at once. A stop has a limit that nothing can hold up, be it a
 * thread that blocks or a lock that is never released: at that limit all children are killed and
 * the process is halted.
 *
 * <p>The framework never hears of these signals: it would begin to shut down while the start goes
 * on, and each would wait for the other.
 */
public final class Termination {
  /** What a shell adds to the number of a signal that ended a program. */
  private static final int SIGNALLED = 128;

  private static final int FAILED = 1;
  private static final Termination PROCESS = new Termination();
  private static final Duration LAST_WORDS = Duration.ofMillis(200);
  private static final Duration KILL_LIMIT = Duration.ofMillis(300);

  private final AtomicInteger signals = new AtomicInteger();
  private final AtomicReference<Run> run = new AtomicReference<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicReference<OptionalInt> code = new AtomicReference<>(OptionalInt.empty());

  private Termination() {}

  /** That of this process, which ends only once. */
  public static Termination ofProcess() {
    return PROCESS;
  }

  /** What there is to end, once there is something. */
  public interface Run {
    /** Asks for a stop in good order; must not block. */
    void stop();

    /** How long a stop may take. */
    Duration limit();

    /** Kills what was started. May block. */
    void kill();

    /** What to end with if the stop does not come to its own end; empty: nobody can tell. */
    OptionalInt code();
  }

  /** Catches the signals from now on. Call it again if somebody else has taken them since. */
  public void catchSignals() {
    for (var name : List.of("TERM", "INT")) {
      var signal = new Signal(name);
      InheritedSignals.heed(signal.getNumber());
      Signal.handle(signal, s -> signalled(s.getNumber()));
    }
  }

  /** Until the agent has something to read again, a terminal that is closed does not end it. */
  public void ignoreHangup() {
    Signal.handle(new Signal("HUP"), signal -> {});
  }

  /**
   * There is something to end now.
   *
   * @param what called from other threads
   */
  void begin(Run what) {
    catchSignals();
    run.set(what);
  }

  /**
   * A signal came.
   *
   * @param number of the signal
   */
  public void signalled(int number) {
    boolean first = signals.getAndIncrement() == 0;
    if (run.get() == null) {
      halt(SIGNALLED + number);
    }
    if (!first) {
      killAll();
      halt(SIGNALLED + number);
    }
    stopping();
  }

  /** A stop begins, whoever asked for it: from now on it has a limit. */
  void stopping() {
    var what = run.get();
    if (what != null && ending.compareAndSet(false, true)) {
      long deadline = System.nanoTime() + what.limit().toNanos();
      Thread.ofPlatform().daemon().name("end").start(() -> watch(what, deadline));
      what.stop();
    }
  }

  /**
   * The stop has come to its end, and all that is left is to end the process with this code. What
   * is still below us by now was somebody's hanging helper.
   */
  void done(int with) {
    code.set(OptionalInt.of(with));
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private void watch(Run what, long deadline) {
    try {
      // The process ends before that, and this thread with it, unless something hangs.
      TimeUnit.NANOSECONDS.sleep(Math.max(0, deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println(
        "hearsay: the stop did not end within "
            + what.limit().toMillis()
            + " ms (hearsay.stop.total): what still runs is killed");
    killAll();
    halt(code.get().orElseGet(() -> what.code().orElse(FAILED)));
  }

  /** Kills all that is ours, but does not wait for that longer than a moment. */
  private void killAll() {
    var killed = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("kill")
        .start(
            () -> {
              var what = run.get();
              if (what != null) {
                what.kill();
              }
              killed.countDown();
            });
    try {
      var unused = killed.await(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private static void halt(int with) {
    Outlets.drain(LAST_WORDS);
    Runtime.getRuntime().halt(with);
  }
}

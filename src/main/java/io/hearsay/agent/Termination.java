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
 * How the process ends. SIGTERM or SIGINT before anything was started ends it immediately, with 128
 * plus the signal's number; later the first signal starts a graceful stop, and a second one ends it
 * immediately. A stop has a limit that not even a blocked thread or a lock that is never released
 * can delay: at that limit all children are killed and the process is halted.
 *
 * <p>The framework does not get these signals: it would begin to shut down during the start, and
 * each would wait for the other.
 */
public final class Termination {
  /** The exit code for a signal is this plus the signal's number, as in a shell. */
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

  /** The instance of this process. */
  public static Termination ofProcess() {
    return PROCESS;
  }

  /** What has to be ended. */
  public interface Run {
    /** Asks for a graceful stop; must not block. */
    void stop();

    /** How long a stop may take. */
    Duration limit();

    /** Kills what was started. May block. */
    void kill();

    /** The exit code if the stop does not finish by itself; empty if it is unknown. */
    OptionalInt code();
  }

  /** Installs the signal handlers. Must be called again if something else has replaced them. */
  public void catchSignals() {
    for (var name : List.of("TERM", "INT")) {
      var signal = new Signal(name);
      InheritedSignals.heed(signal.getNumber());
      Signal.handle(signal, s -> signalled(s.getNumber()));
    }
  }

  /**
   * Ignores SIGHUP until the agent can read its settings again, so that closing the terminal does
   * not end it.
   */
  public void ignoreHangup() {
    Signal.handle(new Signal("HUP"), signal -> {});
  }

  /**
   * Sets what has to be ended.
   *
   * @param what is called from other threads
   */
  void begin(Run what) {
    catchSignals();
    run.set(what);
  }

  /**
   * Handles a signal.
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

  /** A stop begins, for whatever reason; its time limit starts now. */
  void stopping() {
    var what = run.get();
    if (what != null && ending.compareAndSet(false, true)) {
      long deadline = System.nanoTime() + what.limit().toNanos();
      Thread.ofPlatform().daemon().name("end").start(() -> watch(what, deadline));
      what.stop();
    }
  }

  /**
   * The stop is complete, and the process has to end with this code. Child processes that are left
   * by now are hanging helpers.
   */
  void done(int with) {
    code.set(OptionalInt.of(with));
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private void watch(Run what, long deadline) {
    try {
      // Unless something hangs, the process ends before that, and this thread with it.
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

  /** Kills all children, but waits for that only for a moment. */
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

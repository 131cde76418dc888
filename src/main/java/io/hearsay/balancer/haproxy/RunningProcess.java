package io.hearsay.balancer.haproxy;

/**
 * A HAProxy process as the pipeline sees it. Methods do not block; thread-safe.
 *
 * <p>An interface so that a simulation can replace the operating system.
 */
public interface RunningProcess {
  /** Its pid. */
  long pid();

  /** Whether it is running; a zombie is not. */
  boolean isAlive();

  /**
   * Calls back once when it has ended, immediately if it already has.
   *
   * @param then called from any thread; must not block
   */
  void onExit(Runnable then);
}

package io.hearsay.balancer.haproxy;

/**
 * A HAProxy process as the pipeline sees it. The methods return at once; thread-safe.
 *
 * <p>It is an interface so that a simulation can stand in for the operating system.
 */
public interface RunningProcess {
  /** Its number, as the operating system gives it. */
  long pid();

  /** Whether it runs. A zombie does not. */
  boolean isAlive();

  /**
   * Calls back once when it has ended, at once if it has already.
   *
   * @param then called from any thread; must not block
   */
  void onExit(Runnable then);
}

package io.hearsay.balancer.sim;

/** Observes everything that happens on a simulated machine, and judges it. */
public interface SimWatch extends SimDisk.Watch {
  /** HAProxy's check has judged a text. */
  void checked(String text, boolean right);

  /** A new process is about to take over from one that serves. */
  void reloading();

  /** It has taken over, or the first process has started. */
  void started(String text, boolean reload);

  /** HAProxy did not answer as it should. */
  void apiFailed();

  /** An invariant is violated. */
  void violated(String what);
}

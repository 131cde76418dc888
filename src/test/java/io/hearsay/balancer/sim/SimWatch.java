package io.hearsay.balancer.sim;

/** Hears of all that happens on a simulated machine, and judges it. */
public interface SimWatch extends SimDisk.Watch {
  /** HAProxy's check was asked about a text. */
  void checked(String text, boolean right);

  /** A new process is to take over from one that serves. */
  void reloading();

  /** It has, or the first one has come up. */
  void started(String text, boolean reload);

  /** HAProxy did not answer as it should. */
  void apiFailed();

  /** An invariant does not hold. */
  void violated(String what);
}

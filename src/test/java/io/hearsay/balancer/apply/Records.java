package io.hearsay.balancer.apply;

/** Gives tests in other packages the record of what was applied. */
public final class Records {
  private Records() {}

  /** The record of a process that runs with a text. */
  public static String text(long pid, String text) {
    return AppliedRecord.of(pid, text).text();
  }
}

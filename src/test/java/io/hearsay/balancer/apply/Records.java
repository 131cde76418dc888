package io.hearsay.balancer.apply;

/** The record of what was applied, for tests in other packages. */
public final class Records {
  private Records() {}

  /** What a record says of a process that runs with a text. */
  public static String text(long pid, String text) {
    return AppliedRecord.of(pid, text).text();
  }
}

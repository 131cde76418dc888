package io.hearsay.cli;

/** What the command line ends with. */
public final class ExitCode {
  /** Fine. */
  public static final int OK = 0;

  /** The answer is no, or it failed. */
  public static final int NO = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** No agent answers. */
  public static final int UNREACHABLE = 3;

  private ExitCode() {}
}

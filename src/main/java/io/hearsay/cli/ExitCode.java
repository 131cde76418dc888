package io.hearsay.cli;

/** Exit codes of the command line. */
public final class ExitCode {
  /** Success. */
  public static final int OK = 0;

  /** The answer is no, or the command has failed. */
  public static final int NO = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** No agent answers. */
  public static final int UNREACHABLE = 3;

  private ExitCode() {}
}

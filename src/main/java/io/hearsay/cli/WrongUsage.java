package io.hearsay.cli;

/**
 * The command line is invalid; the message names the argument, what is wrong with it and what it
 * takes. Ends with {@link ExitCode#USAGE}.
 */
final class WrongUsage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongUsage(String message) {
    super(message, null, false, false);
  }
}

package io.hearsay.agent;

import io.hearsay.process.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals that are ignored because whoever started this process ignored them. A shell without job
 * control does so with SIGINT for all that it starts by {@code &}, and Java then keeps it ignored
 * whatever handler is asked for. An agent ends at SIGINT all the same, so the signal is given its
 * default back, signal(2), before a handler is set.
 */
final class InheritedSignals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final int HEXADECIMAL = 16;

  private InheritedSignals() {}

  /**
   * Makes a signal one that can be caught.
   *
   * @param number of the signal
   */
  static void heed(int number) {
    if (!ignored(number)) {
      return;
    }
    // Where the call cannot be made, SIGTERM still ends the agent.
    Posix.here().ifPresent(posix -> posix.disposition(number, Posix.BY_DEFAULT));
  }

  /** As the kernel has it: only where it is so is there anything to do. */
  private static boolean ignored(int number) {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(IGNORED))
          .map(line -> line.substring(IGNORED.length()).trim())
          .anyMatch(mask -> (Long.parseUnsignedLong(mask, HEXADECIMAL) >> (number - 1) & 1) != 0);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}

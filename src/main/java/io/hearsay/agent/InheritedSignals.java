package io.hearsay.agent;

import io.hearsay.process.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals that are ignored because the parent of this process ignored them. A shell without job
 * control ignores SIGINT for everything it starts with {@code &}, and Java then keeps ignoring it
 * whatever handler is set. An agent has to end at SIGINT, so the signal's default action is
 * restored, signal(2), before a handler is set.
 */
final class InheritedSignals {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final int HEXADECIMAL = 16;

  private InheritedSignals() {}

  /**
   * Makes sure that a signal can be caught.
   *
   * @param number of the signal
   */
  static void heed(int number) {
    if (!ignored(number)) {
      return;
    }
    // Where this call cannot be made, SIGTERM still ends the agent.
    Posix.here().ifPresent(posix -> posix.disposition(number, Posix.BY_DEFAULT));
  }

  /** Whether the kernel has the signal as ignored. */
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

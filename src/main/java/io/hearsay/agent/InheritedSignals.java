package io.hearsay.agent;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Signals that are ignored because whoever started this process ignored them. A shell without job
 * control does so with SIGINT for all that it starts by {@code &}, and Java then keeps it ignored
 * whatever handler is asked for. An agent ends at SIGINT all the same, so the signal is given its
 * default back, signal(2), before a handler is set.
 */
final class InheritedSignals {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";
  private static final int HEXADECIMAL = 16;

  /** SIG_DFL. */
  private static final MemorySegment DEFAULT = MemorySegment.NULL;

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
    try {
      var linker = Linker.nativeLinker();
      var signal =
          linker.downcallHandle(
              linker.defaultLookup().find("signal").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      var unused = (MemorySegment) signal.invokeExact(number, DEFAULT);
    } catch (Throwable e) {
      // SIGTERM still ends the agent.
      LOG.debugf("signal %d stays ignored, as it was inherited: %s", number, e);
    }
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

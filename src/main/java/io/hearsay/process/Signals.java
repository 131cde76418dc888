package io.hearsay.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** Sends signals other than SIGTERM and SIGKILL, which Java has methods for. */
public final class Signals {
  private static final int SHELL_SECONDS = 2;

  private Signals() {}

  /**
   * Sends a signal; uses the {@code kill} command where the system call cannot be made.
   *
   * @param signal its name, without SIG
   * @return whether it was sent
   */
  public static boolean send(long pid, String signal) {
    var posix = Posix.here();
    return posix.isPresent() ? posix.get().kill(pid, number(signal)) : byShell(pid, signal);
  }

  /**
   * The number of a signal on this machine.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static int number(String signal) {
    return new Signal(signal).getNumber();
  }

  private static boolean byShell(long pid, String signal) {
    try {
      var shell =
          Children.start(
              new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + pid)
                  .redirectInput(new File("/dev/null"))
                  .redirectOutput(Redirect.DISCARD)
                  .redirectError(Redirect.DISCARD));
      return shell.waitFor(SHELL_SECONDS, TimeUnit.SECONDS) && shell.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

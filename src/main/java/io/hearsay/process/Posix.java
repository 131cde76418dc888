package io.hearsay.process;

import java.util.List;
import java.util.Optional;

/**
 * The calls of POSIX that Java has no words for. On the JVM they go through the foreign function
 * interface, in a native image through its C interface, which costs next to nothing there: the
 * foreign function interface would add its whole machinery of method handles to the binary.
 *
 * <p>Linux on 64 bits only, where numbers and layouts are the same on all processors; elsewhere
 * {@link #here()} is empty and callers do without.
 */
public interface Posix {
  /** Do nothing: a signal that is ignored. {@code SIG_IGN}. */
  long IGNORE = 1;

  /** What the kernel does by itself. {@code SIG_DFL}. */
  long BY_DEFAULT = 0;

  /** The calls, where they can be made. */
  static Optional<Posix> here() {
    return PosixHere.CALLS;
  }

  /**
   * Waits until some child of this process has ended, and leaves it to be waited for: {@code
   * waitid(P_ALL, WEXITED | WNOWAIT)}. Blocks.
   *
   * @return its number; 0 if there is no child at all, or a signal came in between
   */
  long awaitEndedChild();

  /**
   * Waits for a child that has ended, so that it is no zombie any more: {@code waitpid(WNOHANG)}.
   *
   * @return whether it was a child, and had ended
   */
  boolean reap(long pid);

  /**
   * Sends a signal.
   *
   * @param signal its number
   * @return whether there was such a process, and it may be sent to
   */
  boolean kill(long pid, int signal);

  /**
   * What this process does at a signal, set past Java: {@code signal(2)}.
   *
   * @param signal its number
   * @param handler {@link #BY_DEFAULT} or {@link #IGNORE}
   */
  void disposition(int signal, long handler);

  /**
   * Lets the pages of an address range go, which are read from their file again when they are
   * needed: {@code madvise(MADV_DONTNEED)}. What was written to them is lost.
   *
   * @return whether that was done
   */
  boolean letGo(long address, long bytes);

  /**
   * Makes this process the leader of a session of its own and becomes another program: {@code
   * setsid}, {@code execvp}. Returns only if that failed.
   *
   * @param command the program, looked up on the PATH, and its arguments
   */
  void becomeInOwnSession(List<String> command);
}

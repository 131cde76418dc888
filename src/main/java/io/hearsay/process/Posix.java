package io.hearsay.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * POSIX calls that Java has no API for. On a JVM they are made through the foreign function
 * interface, in a native image through its C interface, which costs next to nothing there; the
 * foreign function interface would add its method-handle machinery to the binary.
 *
 * <p>Only for 64-bit Linux, where constants and layouts are the same on all processors; elsewhere
 * {@link #here()} is empty and callers do without.
 */
public interface Posix {
  /** Ignores a signal: {@code SIG_IGN}. */
  long IGNORE = 1;

  /** The kernel's default action: {@code SIG_DFL}. */
  long BY_DEFAULT = 0;

  /** The calls, if they can be made here. */
  static Optional<Posix> here() {
    return PosixHere.CALLS;
  }

  /**
   * Waits until some child of this process has ended, without reaping it: {@code waitid(P_ALL,
   * WEXITED | WNOWAIT)}. Blocks.
   *
   * @return its pid; 0 if there is no child, or a signal interrupted the call
   */
  long awaitEndedChild();

  /**
   * Reaps a child that has ended, so that it does not remain as a zombie: {@code waitpid(WNOHANG)}.
   *
   * @return whether it was a child of this process and had ended
   */
  boolean reap(long pid);

  /**
   * Sends a signal.
   *
   * @param signal its number
   * @return whether there is such a process and we may signal it
   */
  boolean kill(long pid, int signal);

  /**
   * Sets how this process handles a signal, bypassing Java: {@code signal(2)}.
   *
   * @param signal its number
   * @param handler {@link #BY_DEFAULT} or {@link #IGNORE}
   */
  void disposition(int signal, long handler);

  /**
   * Releases the pages of an address range; they are read from their file again when needed: {@code
   * madvise(MADV_DONTNEED)}. Anything written to them is lost.
   *
   * @return whether that was done
   */
  boolean letGo(long address, long bytes);

  /**
   * Asks the kernel over netlink(7). Never waits: the kernel answers a request before the call that
   * sends it returns.
   *
   * @param protocol which part of the kernel, such as {@code NETLINK_SOCK_DIAG}
   * @param request one message, with its header, in native byte order
   * @param answer takes each datagram of the answer, in native byte order and only for the length
   *     of the call, and says whether more follow; never called where there is no such protocol
   */
  void netlink(int protocol, byte[] request, Predicate<ByteBuffer> answer);

  /**
   * Makes this process the leader of a session of its own and becomes another program: {@code
   * setsid}, {@code execvp}. Returns only if that failed.
   *
   * @param command the program, looked up on the PATH, and its arguments
   */
  void becomeInOwnSession(List<String> command);
}

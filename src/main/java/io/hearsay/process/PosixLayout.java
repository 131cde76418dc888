package io.hearsay.process;

/** Constants of 64-bit Linux: waitid(2), and the layout of {@code siginfo_t} (sigaction(2)). */
final class PosixLayout {
  static final int P_ALL = 0;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x0100_0000;

  /** madvise(2). */
  static final int MADV_DONTNEED = 4;

  static final int SIGINFO_BYTES = 128;

  /** After si_signo, si_errno and si_code, and four bytes of padding. */
  static final int SIGINFO_PID = 16;

  private PosixLayout() {}
}

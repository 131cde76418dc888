package io.hearsay.process;

/** Numbers of Linux on 64 bits: waitid(2), and {@code siginfo_t} of sigaction(2). */
final class PosixLayout {
  static final int P_ALL = 0;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x0100_0000;

  /** madvise(2). */
  static final int MADV_DONTNEED = 4;

  static final int SIGINFO_BYTES = 128;

  /** After si_signo, si_errno and si_code, and four bytes that align what follows. */
  static final int SIGINFO_PID = 16;

  private PosixLayout() {}
}

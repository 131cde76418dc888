package io.hearsay.process;

/**
 * Constants of 64-bit Linux: waitid(2), madvise(2), netlink(7), and the layout of {@code siginfo_t}
 * (sigaction(2)).
 */
final class PosixLayout {
  static final int P_ALL = 0;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x0100_0000;

  static final int MADV_DONTNEED = 4;

  static final int AF_NETLINK = 16;
  static final int SOCK_RAW_CLOEXEC = 3 | 0x8_0000;
  static final int MSG_DONTWAIT = 0x40;

  /** The kernel never sends larger datagrams over netlink than this. */
  static final int NETLINK_BYTES = 32 * 1024;

  static final int SIGINFO_BYTES = 128;

  /** After si_signo, si_errno and si_code, and four bytes of padding. */
  static final int SIGINFO_PID = 16;

  private PosixLayout() {}
}

package io.hearsay.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.graalvm.nativeimage.UnmanagedMemory;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.Pointer;
import org.graalvm.word.SignedWord;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** In a native image: plain calls to the C library, which the binary is linked with anyway. */
final class ImagePosix implements Posix {
  @CFunction("waitid")
  private static native int waitid(int kind, int id, Pointer info, int options);

  @CFunction("waitpid")
  private static native int waitpid(int pid, Pointer status, int options);

  @CFunction("kill")
  private static native int killProcess(int pid, int signal);

  @CFunction("signal")
  private static native Pointer setHandler(int signal, Pointer handler);

  @CFunction("madvise")
  private static native int adviseMemory(Pointer begin, UnsignedWord bytes, int advice);

  @CFunction("socket")
  private static native int socket(int family, int type, int protocol);

  @CFunction("send")
  private static native SignedWord send(int socket, Pointer from, UnsignedWord bytes, int flags);

  @CFunction("recv")
  private static native SignedWord receive(int socket, Pointer to, UnsignedWord bytes, int flags);

  @CFunction("close")
  private static native int close(int file);

  @CFunction("setsid")
  private static native int setsid();

  @CFunction("execvp")
  private static native int execvp(CCharPointer program, CCharPointerPointer arguments);

  @Override
  public long awaitEndedChild() {
    Pointer info = UnmanagedMemory.calloc(PosixLayout.SIGINFO_BYTES);
    try {
      int failed = waitid(PosixLayout.P_ALL, 0, info, PosixLayout.WEXITED | PosixLayout.WNOWAIT);
      return failed == 0 ? info.readInt(PosixLayout.SIGINFO_PID) : 0;
    } finally {
      UnmanagedMemory.free(info);
    }
  }

  @Override
  public boolean reap(long pid) {
    return waitpid((int) pid, WordFactory.nullPointer(), PosixLayout.WNOHANG) == pid;
  }

  @Override
  public boolean kill(long pid, int signal) {
    return killProcess((int) pid, signal) == 0;
  }

  @Override
  public void disposition(int signal, long handler) {
    setHandler(signal, WordFactory.pointer(handler));
  }

  @Override
  public boolean letGo(long address, long bytes) {
    return adviseMemory(
            WordFactory.pointer(address), WordFactory.unsigned(bytes), PosixLayout.MADV_DONTNEED)
        == 0;
  }

  @Override
  public void netlink(int protocol, byte[] request, Predicate<ByteBuffer> answer) {
    int kernel = socket(PosixLayout.AF_NETLINK, PosixLayout.SOCK_RAW_CLOEXEC, protocol);
    if (kernel < 0) {
      return;
    }
    Pointer memory = UnmanagedMemory.malloc(PosixLayout.NETLINK_BYTES);
    try {
      var buffer = CTypeConversion.asByteBuffer(memory, PosixLayout.NETLINK_BYTES);
      ask(kernel, request, memory, buffer.order(ByteOrder.nativeOrder()), answer);
    } finally {
      UnmanagedMemory.free(memory);
      close(kernel);
    }
  }

  /** The request, and after it each part of the answer, take the same memory. */
  private static void ask(
      int kernel, byte[] request, Pointer memory, ByteBuffer same, Predicate<ByteBuffer> answer) {
    same.put(request);
    long sent =
        send(kernel, memory, WordFactory.unsigned(request.length), PosixLayout.MSG_DONTWAIT)
            .rawValue();
    while (sent == request.length) {
      int got =
          (int)
              receive(
                      kernel,
                      memory,
                      WordFactory.unsigned(PosixLayout.NETLINK_BYTES),
                      PosixLayout.MSG_DONTWAIT)
                  .rawValue();
      if (got <= 0 || !answer.test(same.clear().limit(got))) {
        return;
      }
    }
  }

  /** Nothing allocated here is freed: the process either becomes another program or ends. */
  @Override
  public void becomeInOwnSession(List<String> command) {
    CCharPointerPointer arguments = UnmanagedMemory.calloc((command.size() + 1) * Long.BYTES);
    for (int i = 0; i < command.size(); i++) {
      arguments.write(i, text(command.get(i)));
    }
    setsid();
    execvp(arguments.read(0), arguments);
  }

  private static CCharPointer text(String word) {
    var bytes = word.getBytes(StandardCharsets.UTF_8);
    CCharPointer text = UnmanagedMemory.calloc(bytes.length + 1);
    for (int i = 0; i < bytes.length; i++) {
      text.write(i, bytes[i]);
    }
    return text;
  }
}

package io.hearsay.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.nativeimage.UnmanagedMemory;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;
import org.graalvm.word.Pointer;
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

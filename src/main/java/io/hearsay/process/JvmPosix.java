package io.hearsay.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/** On a JVM: through the foreign function interface (JEP 454). */
final class JvmPosix implements Posix {
  private final MethodHandle waitid = call("waitid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle waitpid = call("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle kill = call("kill", JAVA_INT, JAVA_INT);
  private final MethodHandle signal = function("signal", ADDRESS, JAVA_INT, ADDRESS);
  private final MethodHandle socket = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private final MethodHandle send =
      function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private final MethodHandle recv =
      function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private final MethodHandle close = call("close", JAVA_INT);

  private JvmPosix() {}

  /** Empty if native access is not allowed or the C library lacks a call. */
  static Optional<Posix> open() {
    try {
      return Optional.of(new JvmPosix());
    } catch (IllegalCallerException | UnsupportedOperationException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static MethodHandle call(String name, MemoryLayout... arguments) {
    return function(name, JAVA_INT, arguments);
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
  }

  @Override
  public long awaitEndedChild() {
    try (var arena = Arena.ofConfined()) {
      var info = arena.allocate(PosixLayout.SIGINFO_BYTES);
      int failed =
          (int)
              waitid.invokeExact(
                  PosixLayout.P_ALL, 0, info, PosixLayout.WEXITED | PosixLayout.WNOWAIT);
      return failed == 0 ? info.get(JAVA_INT, PosixLayout.SIGINFO_PID) : 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public boolean reap(long pid) {
    try {
      return (int) waitpid.invokeExact((int) pid, MemorySegment.NULL, PosixLayout.WNOHANG) == pid;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public boolean kill(long pid, int number) {
    try {
      return (int) kill.invokeExact((int) pid, number) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public void disposition(int number, long handler) {
    try {
      var before = (MemorySegment) signal.invokeExact(number, MemorySegment.ofAddress(handler));
      if (before.address() == -1) {
        throw new IllegalArgumentException("signal " + number + " cannot be set");
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Not supported: a JVM manages its memory itself. */
  @Override
  public boolean letGo(long address, long bytes) {
    return false;
  }

  @Override
  public void netlink(int protocol, byte[] request, Predicate<ByteBuffer> answer) {
    try (var arena = Arena.ofConfined()) {
      int kernel =
          (int) socket.invokeExact(PosixLayout.AF_NETLINK, PosixLayout.SOCK_RAW_CLOEXEC, protocol);
      if (kernel < 0) {
        return;
      }
      try {
        ask(kernel, arena.allocateFrom(JAVA_BYTE, request), arena, answer);
      } finally {
        int _ = (int) close.invokeExact(kernel);
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private void ask(int kernel, MemorySegment request, Arena arena, Predicate<ByteBuffer> answer)
      throws Throwable {
    long sent =
        (long) send.invokeExact(kernel, request, request.byteSize(), PosixLayout.MSG_DONTWAIT);
    var part = arena.allocate(PosixLayout.NETLINK_BYTES);
    while (sent == request.byteSize()) {
      long got = (long) recv.invokeExact(kernel, part, part.byteSize(), PosixLayout.MSG_DONTWAIT);
      if (got <= 0
          || !answer.test(part.asSlice(0, got).asByteBuffer().order(ByteOrder.nativeOrder()))) {
        return;
      }
    }
  }

  /** Not supported, and never called: starting a JVM would take longer than it is worth. */
  @Override
  public void becomeInOwnSession(List<String> command) {
    throw new UnsupportedOperationException("a JVM is too slow to stand in for setsid");
  }

  /** The C functions throw nothing themselves. */
  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }
}

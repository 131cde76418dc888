package io.hearsay.balancer.haproxy;

import java.util.Optional;

/** A process of this machine. */
record LocalProcess(ProcessHandle handle) implements RunningProcess {
  /** The process of that number; empty if there is none, or none to be seen from here. */
  static Optional<RunningProcess> of(long pid) {
    return ProcessHandle.of(pid).map(LocalProcess::new);
  }

  /** What the operating system gives to signal it; empty if it is not a process of this machine. */
  static Optional<ProcessHandle> handle(HaproxyProcess serving) {
    return serving
        .process()
        .flatMap(p -> p instanceof LocalProcess l ? Optional.of(l) : Optional.empty())
        .map(LocalProcess::handle);
  }

  @Override
  public long pid() {
    return handle.pid();
  }

  @Override
  public boolean isAlive() {
    return HaproxyProcess.isAlive(handle);
  }

  @Override
  public void onExit(Runnable then) {
    handle.onExit().thenRun(then);
  }
}

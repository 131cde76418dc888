package io.hearsay.balancer.haproxy;

import java.util.Optional;

/** A process of this machine. */
record LocalProcess(ProcessHandle handle) implements RunningProcess {
  /** The process with this pid; empty if there is none that is visible from here. */
  static Optional<RunningProcess> of(long pid) {
    return ProcessHandle.of(pid).map(LocalProcess::new);
  }

  /** The handle to signal a process with; empty if it is not on this machine. */
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

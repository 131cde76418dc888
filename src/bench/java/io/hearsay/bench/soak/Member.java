package io.hearsay.bench.soak;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import java.nio.file.Path;

/** An agent of the cluster, and what belongs to it. */
record Member(Host host, Program program, Path log) {
  String name() {
    return host.name();
  }

  /** The loopback address of everything that it listens on. */
  String address() {
    return host.address();
  }

  Agent agent() {
    return host.agent();
  }

  /** Sends SIGKILL to it and its application, as when a host loses its power. */
  void kill() {
    var family = program.handle().descendants().toList();
    program.kill();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}

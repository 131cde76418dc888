package io.hearsay.bench.soak;

import io.hearsay.bench.apply.Agent;
import io.hearsay.bench.apply.Program;
import java.nio.file.Path;

/**
 * An agent of the cluster, and what belongs to it.
 *
 * @param address of everything that it listens on, on loopback
 */
record Member(String name, String address, Program program, Path log) {
  static final int HEALTH = 7374;

  Agent agent() {
    return new Agent(address);
  }

  /** SIGKILL, as when a host loses its power: its application with it. */
  void kill() {
    var family = program.handle().descendants().toList();
    program.kill();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}

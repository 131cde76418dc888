package io.hearsay.bench.soak;

import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Metrics;
import io.hearsay.testkit.Proc;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The figures of one agent: its own metrics, and what its host knows of it.
 *
 * @param metrics what it exposes
 * @param proc its process
 * @param children the number of its child processes
 * @param logBytes the size of its log in bytes
 */
record Figures(Metrics metrics, Proc proc, long children, long logBytes) {
  private static final double KIB = 1024;

  /** Takes the figures now. */
  static Figures of(Member member) {
    try {
      var handle = member.program().handle();
      return new Figures(
          member.agent().metrics(),
          new Proc(handle.pid()),
          handle.children().count(),
          Files.size(member.log()));
    } catch (IOException e) {
      throw new Failure("the figures of " + member.name() + ": " + e, e);
    }
  }

  double heapMebibytes() {
    return metrics.sum("process_heap_bytes") / KIB / KIB;
  }

  double rssMebibytes() {
    return proc.rss() / KIB;
  }

  double anonymousMebibytes() {
    return proc.anonymous() / KIB;
  }
}

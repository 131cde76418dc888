package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** The cores that all members share here; on hosts of their own they would not. */
final class Processor {
  private static final Path COUNTERS = Path.of("/proc/stat");
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STEPS_IN_A_ROW = 3;
  private static final int LIMIT = 120;
  private static final int IDLE = 3;

  private Processor() {}

  /**
   * Waits until half of the processor was idle for some seconds: how a hundred processes start on
   * a few cores says nothing about a cluster.
   *
   * @return whether that happened within two minutes
   */
  static boolean settles() {
    int settled = 0;
    var before = counters();
    for (int step = 0; step < LIMIT && settled < STEPS_IN_A_ROW; step++) {
      Await.pause(STEP);
      var after = counters();
      long idle = after[IDLE] - before[IDLE];
      long all = Arrays.stream(after).sum() - Arrays.stream(before).sum();
      settled = 2 * idle >= all ? settled + 1 : 0;
      before = after;
    }
    return settled == STEPS_IN_A_ROW;
  }

  /** The times in user, nice, system, idle and so on, of all cores (proc(5)). */
  private static long[] counters() {
    try (var lines = Files.lines(COUNTERS)) {
      var fields = lines.findFirst().orElseThrow().split(" +");
      return Arrays.stream(fields).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) {
      throw new Failure("cannot read " + COUNTERS, e);
    }
  }
}

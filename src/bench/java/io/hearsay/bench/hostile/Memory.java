package io.hearsay.bench.hostile;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * What an agent holds on to.
 *
 * @param mib of the heap after a collection in a JVM; the binary cannot be asked to collect, so
 *     this is its anonymous memory, garbage included
 * @param collected whether it is the heap after a collection
 */
record Memory(double mib, boolean collected) {
  private static final double KIB = 1024;
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  static Memory of(Guest agent) throws IOException {
    var proc = agent.proc();
    if (!Path.of("/proc", "" + proc.pid(), "exe").toRealPath().endsWith("java")) {
      return new Memory(proc.anonymous() / KIB, false);
    }
    jcmd(proc.pid(), "GC.run");
    // "DefNew" or "def new generation", depending on the version: both lines together give the
    // heap in use.
    var generations =
        jcmd(proc.pid(), "GC.heap_info")
            .lines()
            .map(USED::matcher)
            .filter(Matcher::find)
            .mapToLong(line -> Long.parseLong(line.group(1)))
            .toArray();
    if (generations.length != 2) {
      throw new Failure("both generations of " + agent.name() + " were not read");
    }
    return new Memory(LongStream.of(generations).sum() / KIB, true);
  }

  /** What the figure is, for a report. */
  String what() {
    return collected ? "heap after collection" : "anonymous memory, garbage included";
  }

  private static String jcmd(long pid, String what) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Command.run(jcmd, Long.toString(pid), what);
  }
}

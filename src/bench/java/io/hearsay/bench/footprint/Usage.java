package io.hearsay.bench.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds and has used, from {@code /proc} (proc(5)).
 *
 * @param rss in KiB, as all sizes: resident
 * @param pss resident, what is shared divided among those that share it
 * @param anonymous of no file: its own
 * @param ticks of processor time, hundredths of a second
 */
record Usage(long rss, long pss, long anonymous, long threads, long ticks) {
  static Usage of(Process process) throws IOException {
    var proc = Path.of("/proc", "" + process.pid());
    var memory = Files.readString(proc.resolve("smaps_rollup"));
    var stat = Files.readString(proc.resolve("stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Usage(
        field(memory, "Rss:"),
        field(memory, "Pss:"),
        field(memory, "Anonymous:"),
        field(Files.readString(proc.resolve("status")), "Threads:"),
        Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
  }

  private static long field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}

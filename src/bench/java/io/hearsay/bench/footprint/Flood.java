package io.hearsay.bench.footprint;

import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Proc;
import io.hearsay.testkit.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A supervised process writes 100 MB/s, which the agent prefixes and this benchmark reads like a
 * log driver.
 */
final class Flood {
  private static final String PREFIX = "flood | ";
  private static final int MEGABYTES = 100;
  private static final int SECONDS = 10;

  private Flood() {}

  /** Measures processor time, memory, and what became of the lines. */
  static String measure(String binary) throws IOException {
    var writer =
        Program.java(
            "-Xmx64m",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            Integer.toString(MEGABYTES),
            Integer.toString(SECONDS));
    var command =
        new AgentCommand(binary, "n1", "127.77.2.1")
            .env("HEARSAY_PROCESS_FLOOD_COMMAND", String.join(" ", writer))
            .env("HEARSAY_PROCESS_FLOOD_RESTART", "no");
    var program = Program.start("n1", Program.builder(command.environment(), command.words()));
    var proc = new Proc(program.pid());
    long begin = 0;
    long last = 0;
    long lines = 0;
    long torn = 0;
    long next = 0;
    long lost = 0;
    long peak = 0;
    try (var in =
        new BufferedReader(
            new InputStreamReader(program.output(), StandardCharsets.ISO_8859_1), 1 << 16)) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(PREFIX)) {
          begin = begin == 0 ? System.nanoTime() : begin;
          long number = Writer.number(line.substring(PREFIX.length()));
          torn += number < 0 ? 1 : 0;
          lost += number > next ? number - next : 0;
          next = number < 0 ? next : number + 1;
          if (++lines % 1_000_000 == 0) {
            peak = Math.max(peak, proc.rss());
          }
          last = System.nanoTime();
        } else if (line.contains("ended") && lines > 0) {
          break;
        }
      }
    }
    peak = Math.max(peak, proc.rss());
    long ticks = proc.ticks();
    program.stop(Duration.ofSeconds(15));
    double seconds = (last - begin) / 1e9;
    return String.format(
        Locale.ROOT,
        "%.0f MB/s; CPU %.0f %%; RSS %.1f MiB at most; of %,d lines %d torn, %d dropped",
        lines * (double) Writer.LINE / 1e6 / seconds,
        ticks / seconds,
        peak / 1024.0,
        lines,
        torn,
        lost);
  }
}

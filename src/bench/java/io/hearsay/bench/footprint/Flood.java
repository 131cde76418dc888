package io.hearsay.bench.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A supervised process that writes 100 MB/s, prefixed by the agent, read by us as a log driver. */
final class Flood {
  private static final String PREFIX = "flood | ";
  private static final int MEGABYTES = 100;
  private static final int SECONDS = 10;

  private Flood() {}

  /** Seconds of processor time a second, memory, and what became of the lines. */
  static String measure(String binary) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            List.of(
                binary,
                "agent",
                "--name=n1",
                "--bind=127.77.2.1",
                "--http=127.77.2.1:7373",
                "--health=127.77.2.1:7374"));
    builder
        .environment()
        .putAll(
            Map.of(
                "HEARSAY_PROCESS_FLOOD_COMMAND",
                "%s -Xmx64m -XX:+UseSerialGC -cp %s %s %s %s"
                    .formatted(
                        java,
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        MEGABYTES,
                        SECONDS),
                "HEARSAY_PROCESS_FLOOD_RESTART",
                "no"));
    var process = builder.redirectErrorStream(true).start();
    long begin = 0;
    long last = 0;
    long lines = 0;
    long torn = 0;
    long next = 0;
    long lost = 0;
    var peak = new Usage(0, 0, 0, 0, 0);
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1), 1 << 16)) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(PREFIX)) {
          begin = begin == 0 ? System.nanoTime() : begin;
          long number = Writer.number(line.substring(PREFIX.length()));
          torn += number < 0 ? 1 : 0;
          lost += number > next ? number - next : 0;
          next = number < 0 ? next : number + 1;
          if (++lines % 1_000_000 == 0) {
            var usage = Usage.of(process);
            peak = usage.rss() > peak.rss() ? usage : peak;
          }
          last = System.nanoTime();
        } else if (line.contains("ended") && lines > 0) {
          break;
        }
      }
    }
    var usage = Usage.of(process);
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    double seconds = (last - begin) / 1e9;
    return String.format(
        Locale.ROOT,
        "%.0f MB/s; CPU %.0f %%; RSS %.1f MiB at most; of %,d lines %d torn, %d dropped",
        lines * (double) Writer.LINE / 1e6 / seconds,
        usage.ticks() / seconds,
        Math.max(peak.rss(), usage.rss()) / 1024.0,
        lines,
        torn,
        lost);
  }
}

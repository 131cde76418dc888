package io.hearsay.bench.footprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** The table: a row a measure, a column a program. */
public final class Main {
  private static final int RUNS = number("RUNS", 20);
  private static final int HOLD = number("HOLD", 30);
  private static final int MANY = 10;
  private static final int SETTLE_SECONDS = 5;
  private static final double KIB_A_MIB = 1024;

  private final Map<String, String[]> rows = new LinkedHashMap<>();

  private Main() {}

  /** Measures and prints. */
  public static void main(String... args) throws IOException, InterruptedException {
    var main = new Main();
    for (var program : Program.values()) {
      if (Files.isExecutable(Path.of(program.binary()))) {
        main.starts(program);
        main.alone(program);
        main.many(program);
        main.sizes(program);
        if (program == Program.HEARSAY) {
          main.put(
              program, "a process' output of 100 MB/s, prefixed", Flood.measure(program.binary()));
        }
      }
    }
    main.print();
  }

  private static int number(String name, int byDefault) {
    var given = System.getenv().getOrDefault(name, "");
    return given.isEmpty() ? byDefault : Integer.parseInt(given);
  }

  private void put(Program program, String row, String value) {
    rows.computeIfAbsent(row, r -> new String[Program.values().length])[program.ordinal()] = value;
  }

  private void starts(Program program) throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int i = 0; i < RUNS; i++) {
      long begin = System.nanoTime();
      var process = program.start(1, false);
      times.add(program.awaitAnswer(1, process, begin));
      end(List.of(process));
    }
    put(program, "exec to first answer, ms: median (range) of " + RUNS, summary(times));
  }

  private void alone(Program program) throws IOException, InterruptedException {
    var process = program.start(1, false);
    program.awaitAnswer(1, process, System.nanoTime());
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    var usage = Usage.of(process);
    put(program, "alone, idle: RSS / PSS / anonymous, MiB", memory(usage));
    put(program, "alone: threads", "" + usage.threads());
    put(program, "`members`, whole process, ms", calls(program.members(1)));
    put(program, "`health`, whole process, ms", calls(program.health(1)));
    end(List.of(process));
  }

  private static String calls(List<String> command) throws IOException, InterruptedException {
    if (command.isEmpty()) {
      return "";
    }
    var times = new ArrayList<Double>();
    for (int i = 0; i < RUNS; i++) {
      long begin = System.nanoTime();
      var call =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      call.waitFor();
      times.add((System.nanoTime() - begin) / 1e6);
    }
    return summary(times);
  }

  private void many(Program program) throws IOException, InterruptedException {
    var processes = new ArrayList<Process>();
    for (int number = 1; number <= MANY; number++) {
      var process = program.start(number, number > 1);
      processes.add(process);
      program.awaitAnswer(number, process, System.nanoTime());
    }
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    long before = ticks(processes);
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(HOLD);
    double ticks = ticks(processes) - before;
    double seconds = (System.nanoTime() - begin) / 1e9;
    var usages = new ArrayList<Usage>();
    for (var process : processes) {
      usages.add(Usage.of(process));
    }
    put(
        program,
        MANY + " on a host, each: RSS / PSS / anonymous, MiB",
        memory(
            new Usage(
                mean(usages.stream().mapToDouble(Usage::rss)),
                mean(usages.stream().mapToDouble(Usage::pss)),
                mean(usages.stream().mapToDouble(Usage::anonymous)),
                0,
                0)));
    put(
        program,
        MANY + " on a host, each: idle CPU over " + HOLD + " s",
        String.format(Locale.ROOT, "%.2f %%", ticks / seconds / MANY));
    end(processes);
  }

  private void sizes(Program program) throws IOException, InterruptedException {
    var file = Path.of(program.binary());
    put(program, "binary, bytes", String.format(Locale.ROOT, "%,d", Files.size(file)));
    put(program, "as a layer, gzip -6, bytes", packed("gzip", "-6", "-c", file.toString()));
    put(program, "as a layer, zstd -19, bytes", packed("zstd", "-19", "-q", "-c", file.toString()));
  }

  private static String packed(String... command) throws InterruptedException {
    try {
      var packer = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      long size = 0;
      var buffer = new byte[1 << 16];
      try (var out = packer.getInputStream()) {
        for (int n = out.read(buffer); n >= 0; n = out.read(buffer)) {
          size += n;
        }
      }
      return packer.waitFor() == 0 ? String.format(Locale.ROOT, "%,d", size) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static long ticks(List<Process> processes) throws IOException {
    long sum = 0;
    for (var process : processes) {
      sum += Usage.of(process).ticks();
    }
    return sum;
  }

  private static long mean(DoubleStream values) {
    return Math.round(values.average().orElseThrow());
  }

  private static String memory(Usage usage) {
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f / %.1f",
        usage.rss() / KIB_A_MIB,
        usage.pss() / KIB_A_MIB,
        usage.anonymous() / KIB_A_MIB);
  }

  private static String summary(List<Double> times) {
    var sorted = times.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f-%.1f)",
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast());
  }

  private static void end(List<Process> processes) throws InterruptedException {
    processes.forEach(Process::destroy);
    for (var process : processes) {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private void print() {
    System.out.println("| measure | Hearsay | Serf |\n|---|---|---|");
    rows.forEach(
        (row, values) ->
            System.out.printf(
                "| %s | %s | %s |%n",
                row, values[0] == null ? "" : values[0], values[1] == null ? "" : values[1]));
  }
}

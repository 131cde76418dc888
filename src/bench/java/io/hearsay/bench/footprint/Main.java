package io.hearsay.bench.footprint;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Env;
import io.hearsay.testkit.Proc;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table: a row for each measure, a column for each tool. */
public final class Main {
  private static final int RUNS = Env.ofProcess().number("RUNS", 20, 1, 1000);
  private static final int HOLD = Env.ofProcess().number("HOLD", 30, 1, 3600);
  private static final int MANY = 10;
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final double KIB_A_MIB = 1024;

  private final Map<String, String[]> rows = new LinkedHashMap<>();

  private Main() {}

  /** Measures and prints. */
  public static void main(String... args) throws IOException, InterruptedException {
    var main = new Main();
    for (var tool : Tool.values()) {
      if (Files.isExecutable(Path.of(tool.binary()))) {
        main.starts(tool);
        main.alone(tool);
        main.many(tool);
        main.sizes(tool);
        if (tool == Tool.HEARSAY) {
          main.put(tool, "a process' output of 100 MB/s, prefixed", Flood.measure(tool.binary()));
        }
      }
    }
    main.print();
  }

  private void put(Tool tool, String row, String value) {
    rows.computeIfAbsent(row, r -> new String[Tool.values().length])[tool.ordinal()] = value;
  }

  private void starts(Tool tool) throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int i = 0; i < RUNS; i++) {
      var watch = Stopwatch.start();
      var process = tool.start(1, false);
      times.add(tool.awaitAnswer(1, process, watch));
      end(List.of(process));
    }
    put(tool, "exec to first answer, ms: median (range) of " + RUNS, summary(times));
  }

  private void alone(Tool tool) throws IOException, InterruptedException {
    var process = tool.start(1, false);
    tool.awaitAnswer(1, process, Stopwatch.start());
    Await.pause(SETTLE);
    var proc = new Proc(process.pid());
    put(tool, "alone, idle: RSS / PSS / anonymous, MiB", memory(List.of(proc)));
    put(tool, "alone: threads", "" + proc.threads());
    put(tool, "`members`, whole process, ms", calls(tool.members(1)));
    put(tool, "`health`, whole process, ms", calls(tool.health(1)));
    end(List.of(process));
  }

  private static String calls(List<String> command) throws IOException, InterruptedException {
    if (command.isEmpty()) {
      return "";
    }
    var times = new ArrayList<Double>();
    for (int i = 0; i < RUNS; i++) {
      var watch = Stopwatch.start();
      var call =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      call.waitFor();
      times.add(1000 * watch.seconds());
    }
    return summary(times);
  }

  private void many(Tool tool) throws IOException, InterruptedException {
    var processes = new ArrayList<Program>();
    for (int number = 1; number <= MANY; number++) {
      var process = tool.start(number, number > 1);
      processes.add(process);
      tool.awaitAnswer(number, process, Stopwatch.start());
    }
    Await.pause(SETTLE);
    var procs = processes.stream().map(process -> new Proc(process.pid())).toList();
    long before = ticks(procs);
    var watch = Stopwatch.start();
    Await.pause(Duration.ofSeconds(HOLD));
    double ticks = ticks(procs) - before;
    double seconds = watch.seconds();
    put(tool, MANY + " on a host, each: RSS / PSS / anonymous, MiB", memory(procs));
    put(
        tool,
        MANY + " on a host, each: idle CPU over " + HOLD + " s",
        String.format(Locale.ROOT, "%.2f %%", ticks / seconds / MANY));
    end(processes);
  }

  private void sizes(Tool tool) throws IOException, InterruptedException {
    var file = Path.of(tool.binary());
    put(tool, "binary, bytes", String.format(Locale.ROOT, "%,d", Files.size(file)));
    put(tool, "as a layer, gzip -6, bytes", packed("gzip", "-6", "-c", file.toString()));
    put(tool, "as a layer, zstd -19, bytes", packed("zstd", "-19", "-q", "-c", file.toString()));
  }

  private static String packed(String... command) throws InterruptedException {
    try {
      var packer =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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

  private static long ticks(List<Proc> procs) {
    return procs.stream().mapToLong(Proc::ticks).sum();
  }

  private static String memory(List<Proc> procs) {
    return Stream.<ToLongFunction<Proc>>of(Proc::rss, Proc::pss, Proc::anonymous)
        .map(kib -> procs.stream().mapToLong(kib).average().orElseThrow() / KIB_A_MIB)
        .map(mebibytes -> String.format(Locale.ROOT, "%.1f", mebibytes))
        .collect(Collectors.joining(" / "));
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

  private static void end(List<Program> programs) {
    programs.forEach(Program::terminate);
    programs.forEach(program -> program.endsOrIsKilled(Duration.ofSeconds(15)));
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

package io.hearsay.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Called by {@code src/bench/fuzz.sh} with {@code list}, {@code seeds DIRECTORY} or {@code run
 * INPUTS FIRST TARGET...}. The last prints a table in Markdown and exits with 1 if anything was
 * found.
 */
public final class Main {
  private static final int SHOWN_FRAMES = 8;

  private Main() {}

  /** Runs the subcommand described above. */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "list" ->
          Targets.ALL.forEach(t -> System.out.println(t.name() + " " + t.type().getName()));
      case "seeds" -> {
        for (var target : Targets.ALL) {
          seeds(target, Path.of(args[1]).resolve(target.name()));
        }
      }
      case "run" ->
          System.exit(run(Long.parseLong(args[1]), Long.parseLong(args[2]), List.of(args)));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Writes the seeds that a fuzzer starts with; what it found itself in an earlier run stays. */
  private static void seeds(Target target, Path directory) throws IOException {
    Files.createDirectories(directory);
    int number = 0;
    for (var seed : target.seeds()) {
      Files.write(directory.resolve("seed-" + number++), seed);
    }
  }

  private static int run(long inputs, long first, List<String> args) {
    boolean clean = true;
    System.out.println("| target | inputs | findings | seconds |");
    System.out.println("|---|---:|---:|---:|");
    for (var target : Targets.named(args.subList(3, args.size()))) {
      var round = Round.of(target, first, Math.max(1, inputs / target.share()));
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %,d | %.0f |%n",
          target.name(),
          round.inputs(),
          round.found(),
          round.took().toMillis() / 1000.0);
      for (var finding : round.findings()) {
        System.err.printf("%s, input %d: %s%n", target.name(), finding.number(), finding.what());
        Stream.of(finding.what().getStackTrace())
            .limit(SHOWN_FRAMES)
            .forEach(frame -> System.err.println("    at " + frame));
      }
      clean &= round.found() == 0;
    }
    return clean ? 0 : 1;
  }
}

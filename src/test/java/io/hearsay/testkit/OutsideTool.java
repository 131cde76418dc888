package io.hearsay.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A third-party program, used if it is on the PATH. Tests of our own hold the essence of what a
 * checker would find; if it is missing, standard output says so.
 */
public enum OutsideTool {
  /** Prometheus' own checker, from the Debian package {@code prometheus}. */
  PROMTOOL("promtool"),

  /** Prometheus itself, from the same package. */
  PROMETHEUS("prometheus"),

  /** The Python package of that name. */
  OPENAPI("openapi-spec-validator");

  private final String program;

  OutsideTool(String program) {
    this.program = program;
  }

  /** Where it is; empty if it is not on the PATH. */
  public Optional<Path> path() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(dir -> Path.of(dir, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What the tool reports if anything is wrong; empty otherwise.
   *
   * @param input for its standard input
   */
  public Optional<String> complaint(String input, String... arguments)
      throws IOException, InterruptedException {
    var found = path();
    if (found.isEmpty()) {
      System.out.printf("%s is not on the PATH: not asked %s%n", program, List.of(arguments));
      return Optional.empty();
    }
    var words = new ArrayList<>(List.of(found.get().toString()));
    words.addAll(List.of(arguments));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It has ended already; its output says why.
    }
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
  }
}

package io.hearsay.bench.soak;

import io.hearsay.bench.apply.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The commands of {@code hearsay}, as an operator calls them. */
final class Cli {
  private final String program;

  Cli(String program) {
    this.program = program;
  }

  /** Calls one that asks an agent; fails if it does not end with 0. */
  String ask(Member member, String... words) {
    var command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--http", member.address() + ":7373"));
    return run(command);
  }

  /** Calls one that asks nobody. */
  String run(List<String> words) {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(words);
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(key -> key.startsWith("HEARSAY_"));
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new Failure(command + " ended with " + code + ": " + said.strip());
      }
      return said;
    } catch (IOException e) {
      throw new Failure(command + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}

package io.hearsay.bench.soak;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Host;
import java.util.ArrayList;
import java.util.List;

/** The commands of {@code hearsay}, as an operator uses them; one that fails ends the benchmark. */
final class Cli {
  private final String program;

  Cli(String program) {
    this.program = program;
  }

  /** Runs a command that asks an agent. */
  String ask(Member member, String... words) {
    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(words));
    command.addAll(List.of("--http", member.address() + ":" + Host.HTTP_PORT));
    return Command.run(command.toArray(String[]::new));
  }

  /** Generates a key. */
  String keygen() {
    return Command.run(program, "keygen");
  }
}

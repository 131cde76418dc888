package io.hearsay.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The verbs of the command line, each created only when needed: creating all of them, with their
 * options and help, takes longer than most of them take to run, and would delay an agent's start as
 * well.
 */
final class Verbs {
  static final String HELP = "help";

  private final Map<String, Supplier<CommandSpec>> all = new LinkedHashMap<>();

  void add(String name, Supplier<CommandSpec> made) {
    all.put(name, made);
  }

  /**
   * Adds the verb that a command line begins with, or all verbs if it begins with none or with
   * {@value #HELP}, since help and suggestions need all of them.
   */
  void addTo(CommandSpec root, String... arguments) {
    var first = arguments.length == 0 ? "" : arguments[0];
    if (all.containsKey(first) && !first.equals(HELP)) {
      root.addSubcommand(first, all.get(first).get());
    } else {
      all.forEach((name, made) -> root.addSubcommand(name, made.get()));
    }
  }
}

package io.hearsay.dist;

import io.hearsay.cli.CommandTree;
import io.hearsay.config.Options;
import io.hearsay.option.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A verb of the command line, or the program itself, as the command line declares it.
 *
 * @param name of the verb; of the program {@code hearsay}
 * @param description paragraphs
 * @param flags its options, in the order of their names
 * @param words what stands behind them
 * @param notes paragraphs that follow the options
 */
record Verb(
    String name, List<String> description, List<Flag> flags, List<Word> words, List<String> notes) {
  Verb {
    description = List.copyOf(description);
    flags = List.copyOf(flags);
    words = List.copyOf(words);
    notes = List.copyOf(notes);
  }

  /** A positional argument: how it is written, and what is said about it, which may be nothing. */
  record Word(String label, String description) {}

  /** The program, and each of its verbs, in the order of its help. */
  static List<Verb> all() {
    var root = CommandTree.root(parsed -> 0);
    var all = new ArrayList<Verb>();
    all.add(of(root.getCommandSpec()));
    root.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .map(Verb::of)
        .forEach(all::add);
    return all;
  }

  private static Verb of(CommandSpec spec) {
    var flags =
        spec.options().stream().map(Verb::flag).sorted(Comparator.comparing(Flag::name)).toList();
    var words =
        spec.positionalParameters().stream()
            .map(word -> new Word(label(word), text(word.description())))
            .toList();
    var usage = spec.usageMessage();
    return new Verb(
        spec.name(), paragraphs(usage.description()), flags, words, paragraphs(usage.footer()));
  }

  /** Labels that end with dots or stand in brackets say themselves how often; others are asked. */
  private static String label(PositionalParamSpec word) {
    var label = word.paramLabel();
    return word.arity().min() == 0 && !label.startsWith("[") ? "[" + label + "]" : label;
  }

  private static Flag flag(OptionSpec option) {
    var names = Arrays.stream(option.names()).sorted(Comparator.comparing(String::length)).toList();
    boolean alone = option.arity().max() == 0;
    var argument = alone ? "" : option.paramLabel();
    var type =
        Options.all().stream()
            .filter(setting -> setting.flag().equals(names.getLast()))
            .map(Option::type)
            .map(t -> t.name())
            .findFirst()
            .orElse("");
    return new Flag(
        names,
        argument,
        alone ? new Value.Free() : Value.of(argument, type),
        option.isMultiValue(),
        text(option.description()));
  }

  /** picocli reads descriptions as formats. */
  private static String text(String... lines) {
    return String.join(" ", paragraphs(lines));
  }

  private static List<String> paragraphs(String... lines) {
    return Stream.of(lines)
        .map(line -> line.replace("%n", " ").replace("%%", "%").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }
}

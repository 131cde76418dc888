package io.hearsay.cli;

import io.hearsay.text.VisibleText;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code hearsay help [VERB]}, the same as {@code --help} of that verb. */
final class HelpCommand {
  private static final int SHOWN = 80;

  private HelpCommand() {}

  static CommandSpec spec() {
    var holder = new CommandSpec[1];
    holder[0] =
        CommandTree.spec("help", "Shows the help of a verb.", () -> run(holder[0].commandLine()));
    holder[0].addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("VERB")
            .arity("0..1")
            .type(String.class)
            .build());
    return holder[0];
  }

  private static int run(CommandLine line) {
    var parsed = line.getParseResult();
    var root = line.getParent();
    List<String> words =
        parsed.hasMatchedPositional(0) ? parsed.matchedPositional(0).stringValues() : List.of();
    if (words.isEmpty()) {
      root.usage(line.getOut());
      return ExitCode.OK;
    }
    var verb = root.getSubcommands().get(words.getFirst());
    if (verb == null) {
      throw new WrongUsage(
          "there is no verb \""
              + VisibleText.text(words.getFirst(), SHOWN)
              + "\"; hearsay help shows them all");
    }
    verb.usage(line.getOut());
    return ExitCode.OK;
  }
}

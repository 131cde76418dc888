package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.documents.GeneratedPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The reference of the command line; run with {@code -Dwrite} to write it anew. */
class CommandLinePageTest {
  private static final Path PAGE = Path.of("docs/reference/command-line.adoc");
  private static final int WIDTH = 100;

  @Test
  void thePageIsWhatHelpPrints() throws Exception {
    GeneratedPage.hold(PAGE, text(), "CommandLinePageTest");
  }

  @Test
  void everyVerbIsThere() {
    assertThat(root().getSubcommands()).hasSizeGreaterThan(20);
    var page = text();

    root()
        .getSubcommands()
        .forEach((verb, command) -> assertThat(page).contains("\n== hearsay " + verb + "\n"));
  }

  private static CommandLine root() {
    return CommandTree.root(parsed -> 0).setUsageHelpWidth(WIDTH);
  }

  private static String text() {
    var page = new StringBuilder("= Command line\n:toc:\n");
    page.append(GeneratedPage.note("the help of each verb", "CommandLinePageTest"));
    page.append(
        """

        What `hearsay VERB --help` prints. A verb other than `agent`, `keygen`, `render` and `check` asks the agent of this host, at `127.0.0.1:7373` or `--http ADDR:PORT` (`HEARSAY_HTTP`), and starts nothing. A word after `--` belongs to the command that the agent runs.

        Exit codes: 0 fine; 1 the answer is no; 2 wrong usage; 3 no agent answers. `hearsay agent -- COMMAND` ends with the code of the command.

        All settings of the agent, also those without a flag, are in xref:../configuration.adoc[Settings]; Serf's command line is in xref:../serf.adoc[Coming from Serf].
        """);
    block(page, root());
    for (var verb : root().getSubcommands().entrySet()) {
      page.append("\n== hearsay ").append(verb.getKey()).append('\n');
      block(page, verb.getValue().setUsageHelpWidth(WIDTH));
    }
    return page.toString();
  }

  private static void block(StringBuilder page, CommandLine command) {
    var help = command.getUsageMessage(Ansi.OFF).replaceAll("(?m)[ \\t]+$", "").strip();
    page.append("\n[listing]\n----\n").append(help).append("\n----\n");
  }
}

package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * Commands within the sentences of documents are ones that the command line takes. Those in blocks
 * are run.
 */
class CommandsInTextTest {
  private static final Pattern COMMAND = Pattern.compile("`\\+?(hearsay [a-z][^`+]*)\\+?`");

  /** What stands for something else, or is the command line of another program. */
  private static final Pattern OTHERS = Pattern.compile("hearsay (serf-compat|help VERB).*|.*….*");

  private static List<String> commands() throws IOException {
    var found = new TreeSet<String>();
    for (var root : List.of("README.adoc", "SECURITY.adoc", "docs", "docker", "compose")) {
      try (var files = Files.walk(Path.of(root))) {
        for (var file : files.filter(f -> f.toString().endsWith(".adoc")).toList()) {
          COMMAND
              .matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .filter(command -> !OTHERS.matcher(command).matches())
              .forEach(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  /** Why it is refused; empty: it is taken. Brackets are around what may be left out. */
  private static String refusal(String command) {
    var words = command.replaceAll("[\\[\\]]", "").split(" +");
    var arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
    try {
      CommandTree.root(parsed -> 0, arguments).parseArgs(arguments);
      return "";
    } catch (MissingParameterException e) {
      return ""; // a sentence about a command needs no arguments
    } catch (ParameterException e) {
      return command + ": " + e.getMessage();
    }
  }

  @Test
  void theyAreTaken() throws Exception {
    assertThat(commands()).hasSizeGreaterThan(20);
    assertThat(commands().stream().map(CommandsInTextTest::refusal).filter(w -> !w.isEmpty()))
        .isEmpty();
  }

  @Test
  void whatIsWrongIsFound() {
    assertThat(refusal("hearsay drain [--wait] [--maintenance]")).isEmpty();
    assertThat(refusal("hearsay drain --waiting")).contains("--waiting");
    assertThat(refusal("hearsay membres")).contains("membres");
  }
}

package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every command that a document shows is run ({@link DocumentedCommandsIT}), or says why not.
 *
 * <p>A block of commands is {@code [source,sh,…]}, with {@code host="web1 web2"}, where it is run,
 * one after another; {@code expect="text"}: it is repeated until its output has that text; {@code
 * background}: it goes on while the next ones are run. Or it has {@code norun="why"}. A page with
 * the attribute {@code cluster} begins with what the tutorial's blocks with {@code step} have left.
 */
class CommandsTest {
  private static final int MOST_WORDS = 700;
  private static final int MOST_STEPS = 5;
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)^(?:\\$ )?(?:sudo |hearsay (?!->)|serf |curl |docker |kubectl |helm |make |mvn |apt"
              + "|systemctl |cd |ln |openssl |export )");

  private static List<Document> documents() throws IOException {
    return Document.all();
  }

  private static Stream<CommandBlock> blocks() throws IOException {
    return documents().stream().flatMap(page -> page.blocks().stream());
  }

  private static List<String> faults(CommandBlock block) {
    if (!block.isShell()) {
      return COMMAND.matcher(block.text()).find()
          ? List.of(block.where() + ": commands, but not [source,sh]")
          : List.of();
    }
    if (block.notRun().isPresent()) {
      return block.notRun().get().split(" ").length < 3
          ? List.of(block.where() + ": norun says why")
          : List.of();
    }
    return DocumentedCommandsIT.HOSTS.keySet().containsAll(block.hosts())
        ? List.of()
        : List.of(block.where() + ": no such host: " + block.hosts());
  }

  @Test
  void everyBlockOfCommandsIsRunOrSaysWhyNot() throws Exception {
    assertThat(blocks().flatMap(block -> faults(block).stream())).isEmpty();
  }

  /** Most are run: a mark is for what needs something that no test machine has. */
  @Test
  void mostBlocksAreRun() throws Exception {
    var shell = blocks().filter(CommandBlock::isShell).toList();
    var run = shell.stream().filter(block -> block.notRun().isEmpty()).toList();

    assertThat(run).hasSizeGreaterThan(40);
    assertThat(run.size() * 3).isGreaterThan(shell.size() * 2);
  }

  @Test
  void eachKindOfFaultIsFound() {
    var page =
        new Document(
            Path.of("page.adoc"),
            """
            [source,sh,host=lb,expect="a, b",background]
            ----
            hearsay members
            ----

            [source,sh]
            ----
            hearsay members
            ----

            [source,sh,norun=whatever]
            ----
            reboot
            ----

            ....
            curl http://lb/
            ....

            [listing]
            ....
            nothing, really
            ....
            """);

    assertThat(page.blocks().stream().flatMap(block -> faults(block).stream()))
        .containsExactly(
            "page.adoc:7: no such host: []",
            "page.adoc:12: norun says why",
            "page.adoc:16: commands, but not [source,sh]");
    var first = page.blocks().getFirst();
    assertThat(first.hosts()).containsExactly("lb");
    assertThat(first.expected()).contains("a, b");
    assertThat(first.isBackground()).isTrue();
    assertThat(first.text()).isEqualTo("hearsay members\n");
  }

  /** For the first five minutes. */
  @Test
  void theReadmeIsShort() throws Exception {
    assertThat(Files.readString(Path.of("README.adoc")).strip().split("\\s+"))
        .hasSizeLessThanOrEqualTo(MOST_WORDS);
  }

  @Test
  void tutorialsLeadToABalancedApplicationInFiveSteps() throws Exception {
    for (var page : List.of("vm", "compose", "kubernetes")) {
      var steps =
          Document.read(Path.of("docs/tutorials/" + page + ".adoc")).blocks().stream()
              .filter(CommandBlock::isStep)
              .toList();

      assertThat(steps).as(page).hasSizeBetween(2, MOST_STEPS);
    }
  }
}

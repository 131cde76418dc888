package io.hearsay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.cli.CommandTree;
import io.hearsay.config.Options;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What packages bring along says all that the command line declares. */
class PagesTest {
  private static final Release RELEASE = new Release("1.2.3", Instant.EPOCH);

  private final Map<String, String> files = Main.files(RELEASE);
  private final Map<String, CommandLine> verbs = CommandTree.root(parsed -> 0).getSubcommands();

  @Test
  void eachVerbHasAPageWithAllItsOptions() {
    assertThat(verbs).hasSizeGreaterThan(20);
    verbs.forEach(
        (name, line) -> {
          var page = files.get("man/man1/hearsay-" + name + ".1");
          assertThat(page).as(name).contains(".SH NAME\n" + Roff.inline("hearsay-" + name));
          assertThat(names(line)).allSatisfy(o -> assertThat(page).contains(Roff.inline(o)));
        });
  }

  @Test
  void theProgramsPageHasAllVerbs() {
    assertThat(verbs.keySet())
        .allSatisfy(
            verb ->
                assertThat(files.get("man/man1/hearsay.1"))
                    .contains("\\fB" + Roff.inline("hearsay-" + verb + "(1)") + "\\fR"));
  }

  @Test
  void theSettingsPageHasAllSettingsWithTheirDefaults() {
    var page = files.get("man/man5/hearsay.properties.5");
    assertThat(Options.all())
        .allSatisfy(
            option -> {
              assertThat(page).contains("\\fB" + Roff.inline(option.property()) + "\\fR");
              assertThat(page).contains(Roff.inline("In the environment: " + option.variable()));
              assertThat(page).contains(Roff.inline(option.byDefault()));
            });
    assertThat(page).contains(Roff.inline("hearsay.service.NAME.mode"));
  }

  @Test
  void eachCompletionKnowsAllVerbsAndOptions() {
    var bash = files.get("completions/hearsay.bash");
    var zsh = files.get("completions/_hearsay");
    var fish = files.get("completions/hearsay.fish");
    verbs.forEach(
        (verb, line) -> {
          assertThat(bash).contains("    " + verb + ")\n");
          assertThat(zsh).contains("    " + verb + ")\n").contains("'" + verb + ":");
          assertThat(fish).contains(" -a " + verb + " -d '");
          for (var option : names(line)) {
            var bare = option.replaceFirst("^--?", "");
            assertThat(after(bash, "    " + verb + ")\n", ";;")).contains(option);
            assertThat(after(zsh, "    " + verb + ")\n", ";;")).contains(option);
            assertThat(fish.lines())
                .anyMatch(l -> l.contains(") = " + verb + "'") && l.contains(" " + bare + " "));
          }
        });
  }

  @Test
  void theOnlyTimeIsTheReleases() {
    assertThat(files.get("man/man1/hearsay.1"))
        .contains("\"1970-01-01\" \"hearsay 1.2.3\"")
        .isEqualTo(Main.files(RELEASE).get("man/man1/hearsay.1"));
  }

  @Test
  void whatRoffWouldTakeForACommandIsText() {
    var page =
        new Roff("x", 1, RELEASE).heading("A").paragraph(".so /etc/passwd").paragraph("'b\\n…é");

    assertThat(page.text())
        .contains("\n\\&.so /etc/passwd\n")
        .contains("\n\\(aqb\\en...\\[u00E9]\n");
  }

  @Test
  void wordsBecomeSentencesAndBack() {
    assertThat(Sentences.of("a file")).isEqualTo("A file.");
    assertThat(Sentences.of("and so on …")).isEqualTo("And so on …");
    assertThat(Sentences.first("Lists them. Ends with 1.")).isEqualTo("lists them");
    assertThat(Sentences.first("HAProxy's file.")).isEqualTo("HAProxy's file");
  }

  private static List<String> names(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .flatMap(o -> List.of(o.names()).stream())
        .toList();
  }

  private static String after(String text, String begin, String end) {
    int from = text.lastIndexOf(begin);
    // The verb's own part ends where the next one begins.
    int to = text.indexOf("\n      " + end, from);
    return text.substring(from, to);
  }
}

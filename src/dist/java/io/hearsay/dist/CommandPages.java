package io.hearsay.dist;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Man pages of the program and of each verb. */
final class CommandPages {
  private static final String PROGRAM = "hearsay";

  private final List<Verb> verbs;
  private final Release release;

  /** Pages for these, of which the first is the program itself. */
  CommandPages(List<Verb> verbs, Release release) {
    this.verbs = List.copyOf(verbs);
    this.release = release;
  }

  /** The pages by the names of their files. */
  Map<String, String> files() {
    var files = new TreeMap<String, String>();
    files.put(PROGRAM + ".1", program(verbs.getFirst()));
    for (var verb : verbs.subList(1, verbs.size())) {
      files.put(title(verb) + ".1", verb(verb));
    }
    return files;
  }

  private static String title(Verb verb) {
    return PROGRAM + "-" + verb.name();
  }

  private String program(Verb program) {
    var page =
        new Roff(PROGRAM, 1, release)
            .heading("NAME")
            .paragraph(PROGRAM + " - a gossip sidecar that keeps HAProxy right")
            .heading("SYNOPSIS")
            .paragraph("hearsay VERB [OPTION]... [ARGUMENT]...")
            .heading("DESCRIPTION");
    program.description().forEach(page::paragraph);
    page.paragraph(
        "hearsay agent is the sidecar: it runs beside an application or HAProxy, and knows all"
            + " others of its cluster. Every other verb asks the agent of this host over HTTP, or"
            + " needs none.");
    page.heading("VERBS");
    for (var verb : verbs.subList(1, verbs.size())) {
      page.term(title(verb) + "(1)", "", String.join(" ", verb.description()));
    }
    flags(page, program);
    exitStatus(page).term("3", "", "No agent answers.");
    return end(page, "hearsay.properties(5), haproxy(1)").text();
  }

  private String verb(Verb verb) {
    var synopsis =
        "hearsay "
            + verb.name()
            + " [OPTION]..."
            + verb.words().stream().map(w -> " " + w.label()).collect(Collectors.joining());
    var description = String.join(" ", verb.description());
    var page =
        new Roff(title(verb), 1, release)
            .heading("NAME")
            .paragraph(title(verb) + " - " + Sentences.first(description))
            .heading("SYNOPSIS")
            .paragraph(synopsis)
            .heading("DESCRIPTION");
    verb.description().forEach(page::paragraph);
    for (var word : verb.words()) {
      if (!word.description().isEmpty()) {
        page.term(word.label(), "", Sentences.of(word.description()));
      }
    }
    flags(page, verb);
    verb.notes().forEach(page::paragraph);
    exitStatus(page);
    if (verb.words().stream().anyMatch(word -> word.label().contains("COMMAND"))) {
      page.paragraph("With a command behind --, it ends with the code of that command.");
    } else {
      page.term("3", "", "No agent answers, where one is asked.");
    }
    return end(page, "hearsay(1), hearsay.properties(5)").text();
  }

  private static void flags(Roff page, Verb verb) {
    page.heading("OPTIONS");
    for (var flag : verb.flags()) {
      page.term(
          String.join(", ", flag.names()),
          flag.argument(),
          Sentences.of(flag.description())
              + (flag.repeatable() ? " May be given several times." : ""));
    }
  }

  private static Roff exitStatus(Roff page) {
    return page.heading("EXIT STATUS")
        .term("0", "", "Fine.")
        .term("1", "", "The answer is no, or it failed.")
        .term("2", "", "Wrong usage, or a setting that is wrong.");
  }

  private static Roff end(Roff page, String others) {
    return page.heading("ENVIRONMENT")
        .term(
            "HEARSAY_*",
            "",
            "Each setting of hearsay.properties(5) in capitals. A flag counts more, the file less.")
        .heading("SEE ALSO")
        .paragraph(others);
  }
}

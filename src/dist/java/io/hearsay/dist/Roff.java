package io.hearsay.dist;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A man page in the language of man(7), which groff and mandoc read. */
final class Roff {
  private final StringBuilder page = new StringBuilder();
  private boolean afterHeading;

  /**
   * Begins a page.
   *
   * @param name of the page
   * @param section 1 for commands, 5 for files
   */
  Roff(String name, int section, Release release) {
    page.append(".\\\" Written from the declarations of the command line and the settings.\n");
    page.append(
        ".TH \"%s\" \"%d\" \"%s\" \"hearsay %s\" \"Hearsay\"%n"
            .formatted(
                plain(name.toUpperCase(Locale.ROOT)),
                section,
                DateTimeFormatter.ISO_LOCAL_DATE.format(release.time().atOffset(ZoneOffset.UTC)),
                plain(release.version())));
    // No hyphens in words that people copy, and a ragged margin.
    page.append(".nh\n.ad l\n");
  }

  /** A heading. */
  Roff heading(String title) {
    page.append(".SH ").append(plain(title)).append('\n');
    afterHeading = true;
    return this;
  }

  /** A paragraph. */
  Roff paragraph(String text) {
    if (!afterHeading) {
      page.append(".PP\n");
    }
    page.append(plain(text)).append('\n');
    afterHeading = false;
    return this;
  }

  /** A term in bold, what it takes in italics behind it, and what it means. */
  Roff term(String term, String argument, String text) {
    page.append(".TP\n\\fB").append(inline(term)).append("\\fR");
    if (!argument.isEmpty()) {
      page.append(inline(argument.startsWith("[") ? "" : " "))
          .append("\\fI")
          .append(inline(argument))
          .append("\\fR");
    }
    page.append('\n').append(plain(text)).append('\n');
    afterHeading = false;
    return this;
  }

  /** Text at the beginning of a line, where a dot or an apostrophe would be a command. */
  private static String plain(String text) {
    var line = inline(text);
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** A dash is one to be copied; what is not ASCII is named, so that no encoding matters. */
  static String inline(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '"' -> escaped.append("\\(dq");
                case '…' -> escaped.append("...");
                default -> {
                  if (c < 128) {
                    escaped.append((char) c);
                  } else {
                    escaped.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** The whole page. */
  String text() {
    return page.toString();
  }
}

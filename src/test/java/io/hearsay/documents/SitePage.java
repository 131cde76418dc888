package io.hearsay.documents;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the {@link Site}, as Asciidoctor has written it. */
final class SitePage {
  private static final Pattern TITLE = Pattern.compile("(?s)<title>(.*?)</title>");
  private static final Pattern LINK =
      Pattern.compile("(?s)<a href=\"([^\"#:]+)(#[^\"]*)?\"([^>]*)>(.*?)</a>");
  private static final Pattern POINTER =
      Pattern.compile("<(a|link|img|script|iframe|source)\\b[^>]*?\\s(?:href|src)=\"([^\"]*)\"");
  private static final Pattern BODY = Pattern.compile("<body[^>]*>");
  private static final String SOURCE = ".adoc";
  private static final String PAGE = ".html";

  private final Path path;
  private String html;

  /**
   * A page.
   *
   * @param path below the site
   */
  SitePage(Path path, String html) {
    this.path = path;
    this.html = html;
  }

  Path path() {
    return path;
  }

  String html() {
    return html;
  }

  String title() {
    var title = TITLE.matcher(html);
    return title.find() ? title.group(1) : path.toString();
  }

  /** Whether there is something with that id. */
  boolean has(String id) {
    return html.contains(" id=\"" + id + "\"");
  }

  /** Something that the page points at. */
  record Pointer(String tag, String target) {
    /** Whether it is needed to show the page, and not only where a reader may go to. */
    boolean isPart() {
      return !tag.equals("a");
    }

    boolean isElsewhere() {
      return target.startsWith("//") || URI.create(target).getScheme() != null;
    }

    String fragment() {
      return Optional.ofNullable(URI.create(target).getFragment()).orElse("");
    }

    /** Where it points to from that page, below the site. */
    Path path(Path page) {
      var to = URI.create(target).getPath();
      return to.isEmpty() ? page : page.resolveSibling(to).normalize();
    }
  }

  List<Pointer> pointers() {
    var found = new ArrayList<Pointer>();
    POINTER
        .matcher(html)
        .results()
        .forEach(match -> found.add(new Pointer(match.group(1), match.group(2))));
    return found;
  }

  /** Puts that on top. */
  void addHeader(String header) {
    var up = "../".repeat(path.getNameCount() - 1);
    html =
        html.replaceFirst(
            "</head>", "<link rel=\"stylesheet\" href=\"" + up + "site.css\">\n</head>");
    html =
        BODY.matcher(html)
            .replaceFirst(match -> Matcher.quoteReplacement(match.group() + "\n" + header));
  }

  /**
   * Lets links to sources of pages point to the pages, and those without a text of their own say
   * the page's title.
   *
   * @param titles of pages by their path
   */
  void nameLinks(Function<Path, Optional<String>> titles) {
    html = LINK.matcher(html).replaceAll(match -> Matcher.quoteReplacement(named(match, titles)));
  }

  private String named(MatchResult link, Function<Path, Optional<String>> titles) {
    var target = link.group(1);
    var page =
        target.endsWith(SOURCE)
            ? target.substring(0, target.length() - SOURCE.length()) + PAGE
            : target;
    var title = titles.apply(path.resolveSibling(page).normalize());
    if (title.isEmpty()) {
      return link.group();
    }
    var fragment = Optional.ofNullable(link.group(2)).orElse("");
    var said = link.group(4);
    boolean bare = said.equals(target + fragment) || said.equals(target) || said.equals(page);
    return "<a href=\"%s%s\"%s>%s</a>"
        .formatted(page, fragment, link.group(3), bare ? title.get() : said);
  }
}

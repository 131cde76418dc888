package io.hearsay.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code make docs} does with the pages that Asciidoctor has made: puts a line with the main
 * sections on top of each, names the pages that links give no text, adds files of the repository
 * that pages point at, and wants all that is pointed at to be there.
 *
 * <p>It is started as a source file and needs nothing but the JDK.
 */
final class Site {
  /** On top of each page; anchors of the index. */
  static final List<String> SECTIONS =
      List.of("Tutorials", "How-to", "Reference", "Explanation", "Contributors");

  private static final String INDEX = "docs/index.html";

  private final Path repository;
  private final Path directory;
  private final Map<Path, SitePage> pages = new TreeMap<>();

  /**
   * A site that is not finished.
   *
   * @param repository where files that pages point at are taken from
   * @param directory where the pages are, laid out as their sources in the repository
   */
  Site(Path repository, Path directory) throws IOException {
    this.repository = repository;
    this.directory = directory;
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        var path = directory.relativize(file);
        pages.put(path, new SitePage(path, Files.readString(file)));
      }
    }
  }

  /** Finishes the pages. What is wrong with them, a line each. */
  List<String> finish() throws IOException {
    var wrong = new ArrayList<String>();
    for (var page : pages.values()) {
      page.addHeader(header(page.path()));
      page.nameLinks(this::title);
      Files.writeString(directory.resolve(page.path()), page.html());
      for (var pointer : page.pointers()) {
        fault(page, pointer).ifPresent(what -> wrong.add(page.path() + ": " + what));
      }
    }
    return wrong;
  }

  private String header(Path page) {
    var up = "../".repeat(page.getNameCount() - 1);
    var line = new StringBuilder("<nav class=\"site\"><a href=\"" + up + INDEX + "\">Hearsay</a>");
    for (var section : SECTIONS) {
      var anchor = section.toLowerCase(Locale.ROOT);
      line.append("<a href=\"%s%s#%s\">%s</a>".formatted(up, INDEX, anchor, section));
    }
    return line.append("</nav>").toString();
  }

  private Optional<String> title(Path page) {
    return Optional.ofNullable(pages.get(page)).map(SitePage::title);
  }

  private Optional<String> fault(SitePage page, SitePage.Pointer pointer) throws IOException {
    if (pointer.isElsewhere()) {
      return pointer.isPart()
          ? Optional.of("takes something from elsewhere: " + pointer.target())
          : Optional.empty();
    }
    var path = pointer.path(page.path());
    var there = pages.get(path);
    if (there == null) {
      return take(path) ? Optional.empty() : Optional.of("nothing is there: " + pointer.target());
    }
    if (!pointer.fragment().isEmpty() && !there.has(pointer.fragment())) {
      return Optional.of("no such section: " + pointer.target());
    }
    return Optional.empty();
  }

  /** Whether that file is in the site, or in the repository, from where it is copied. */
  private boolean take(Path path) throws IOException {
    var here = directory.resolve(path);
    if (Files.isRegularFile(here)) {
      return true;
    }
    var source = repository.resolve(path);
    if (path.startsWith("..") || !Files.exists(source)) {
      return false;
    }
    Files.createDirectories(here.getParent());
    Files.copy(source, here, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  /** Arguments: the repository, the site. Ends with 1 if something is wrong. */
  public static void main(String[] args) throws IOException {
    var directory = Path.of(args[1]);
    var wrong = new Site(Path.of(args[0]), directory).finish();
    Files.writeString(
        directory.resolve("index.html"),
        "<!DOCTYPE html><title>Hearsay</title><meta http-equiv=\"refresh\" content=\"0; url="
            + INDEX
            + "\"><a href=\""
            + INDEX
            + "\">Hearsay</a>\n");
    wrong.forEach(System.err::println);
    if (!wrong.isEmpty()) {
      System.exit(1);
    }
  }
}

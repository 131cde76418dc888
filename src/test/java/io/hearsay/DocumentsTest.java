package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the documents point at exists: files, sections, sources, tests. */
class DocumentsTest {
  private static final Path ROOT = Path.of("");
  private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^:([a-z-]+): (\\S+)$");
  private static final Pattern LINK = Pattern.compile("\\b(?:link|xref):([^\\s\\[\\]]+)\\[");
  private static final Pattern SECTION = Pattern.compile("<<([^,>\\s][^,>]*)");
  private static final Pattern ANCHOR =
      Pattern.compile("(?m)\\[\\[([^]]+)]]|^\\[#([^]]+)]|^=+ (.+)$");
  private static final Pattern SOURCE = Pattern.compile("(?<![\\w/.-])src/[\\w./-]*[\\w/]");
  private static final Pattern PACKAGES =
      Pattern.compile("(?s)// tag::packages\\[]\n----\n(.+?)\n----\n// end::packages\\[]");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT|Fuzz))`");

  /** A document with its attributes resolved. */
  private record Document(Path file, String text) {

    static Document read(Path file) throws IOException {
      var text = Files.readString(file);
      for (var attribute : ATTRIBUTE.matcher(text).results().toList()) {
        text = text.replace("{" + attribute.group(1) + "}", attribute.group(2));
      }
      return new Document(file, text);
    }

    /** Targets that do not exist, each with the place that points at it. */
    List<String> missing(Path root) throws IOException {
      var missing = new ArrayList<String>();
      for (var target : all(LINK)) {
        var path = target.replaceFirst("#.*", "");
        if (!target.contains("://") && !Files.exists(file.resolveSibling(path))) {
          missing.add(file + ": " + target);
        }
      }
      for (var path : all(SOURCE)) {
        if (!Files.exists(root.resolve(path))) {
          missing.add(file + ": " + path);
        }
      }
      var anchors = anchors();
      for (var section : all(SECTION)) {
        if (!anchors.contains(section)) {
          missing.add(file + ": <<" + section + ">>");
        }
      }
      return missing;
    }

    private Set<String> anchors() {
      return ANCHOR
          .matcher(text)
          .results()
          .flatMap(found -> Stream.of(found.group(1), found.group(2), found.group(3)))
          .filter(name -> name != null)
          .collect(Collectors.toSet());
    }

    Set<String> all(Pattern pattern) {
      return pattern
          .matcher(text)
          .results()
          .map(found -> found.group(1 <= found.groupCount() ? 1 : 0))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<Document> documents() throws IOException {
    var documents = new ArrayList<Document>();
    try (var top = Files.list(Path.of("."))) {
      for (var path : top.filter(DocumentsTest::isOurs).toList()) {
        try (var files = Files.walk(ROOT.resolve(path.getFileName()))) {
          for (var file : files.filter(f -> f.toString().endsWith(".adoc")).toList()) {
            documents.add(Document.read(file));
          }
        }
      }
    }
    return documents;
  }

  private static boolean isOurs(Path path) {
    var name = path.getFileName().toString();
    return !name.startsWith(".") && !name.equals("target");
  }

  @Test
  void everythingThatDocumentsPointAtExists() throws IOException {
    var documents = documents();

    assertThat(documents).hasSizeGreaterThan(15);
    for (var document : documents) {
      assertThat(document.missing(ROOT)).isEmpty();
    }
  }

  @Test
  void testsThatDocumentsNameExist() throws IOException {
    Set<String> there;
    try (var files = Files.walk(Path.of("src/test/java"))) {
      there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }

    for (var document : documents()) {
      assertThat(there).as("%s", document.file()).containsAll(document.all(TEST));
    }
  }

  /** The architecture page shows the table that {@link ArchitectureTest} enforces. */
  @Test
  void theArchitecturePageListsThePackagesAsTheyAre() throws IOException {
    var listed = PACKAGES.matcher(Files.readString(Path.of("docs/architecture.adoc")));

    assertThat(listed.find()).isTrue();
    assertThat(PackageTable.parse(listed.group(1).replace(",", "")))
        .isEqualTo(ArchitectureTest.PACKAGES);
  }

  @Test
  void eachKindOfWrongPointerIsFound(@TempDir Path dir) throws IOException {
    Files.createFile(dir.resolve("there.adoc"));
    var file =
        Files.writeString(
            dir.resolve("page.adoc"),
            """
            = Page
            :code: deep/down

            == Known

            link:there.adoc[], xref:there.adoc#part[], <<Known>>, https://example.org/[], \
            link:https://example.org/[]
            link:gone.adoc[] xref:gone-too.adoc[x] link:{code}/Gone.java[Gone] `src/gone/` <<Lost,text>>
            """);

    assertThat(Document.read(file).missing(dir))
        .containsExactlyInAnyOrder(
            file + ": gone.adoc",
            file + ": gone-too.adoc",
            file + ": deep/down/Gone.java",
            file + ": src/gone/",
            file + ": <<Lost>>");
  }
}

package io.hearsay.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make docs} makes of pages, and what it does not let pass. */
class SiteTest {
  @TempDir Path temp;
  private Path repository;
  private Path site;

  @BeforeEach
  void makeIndex() throws IOException {
    repository = Files.createDirectory(temp.resolve("repository"));
    site = Files.createDirectory(temp.resolve("site"));
    var sections = new StringBuilder();
    for (var section : Site.SECTIONS) {
      sections.append("<h2 id=\"%s\">x</h2>".formatted(section.toLowerCase(Locale.ROOT)));
    }
    page("docs/index.html", "Index", sections.toString());
    Files.createFile(site.resolve("site.css"));
  }

  private void page(String path, String title, String body) throws IOException {
    var file = site.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "<html><head><title>%s</title></head><body class=\"article\">%s</body></html>"
            .formatted(title, body));
  }

  @Test
  void linksBetweenSourcesBecomeLinksBetweenPages() throws Exception {
    page(
        "README.html",
        "Hearsay",
        "<a href=\"docs/tls.adoc#renew\" class=\"bare\">docs/tls.adoc</a>");
    page("docs/tls.html", "Serve over TLS", "<h2 id=\"renew\">x</h2><a href=\"#renew\">x</a>");

    assertThat(new Site(repository, site).finish()).isEmpty();

    assertThat(Files.readString(site.resolve("README.html")))
        .contains("<a href=\"docs/tls.html#renew\" class=\"bare\">Serve over TLS</a>")
        .contains("<a href=\"docs/index.html#tutorials\">Tutorials</a>")
        .contains("href=\"site.css\"");
    assertThat(Files.readString(site.resolve("docs/tls.html")))
        .contains("<a href=\"../docs/index.html#tutorials\">");
  }

  @Test
  void filesOfTheRepositoryAreTakenIntoTheSite() throws Exception {
    Files.createDirectories(repository.resolve("src"));
    Files.writeString(repository.resolve("src/Swim.java"), "class Swim {}");
    page("docs/architecture.html", "Architecture", "<a href=\"../src/Swim.java\">Swim</a>");

    assertThat(new Site(repository, site).finish()).isEmpty();

    assertThat(site.resolve("src/Swim.java")).hasContent("class Swim {}");
  }

  @Test
  void whatIsNotThereIsFound() throws Exception {
    page(
        "README.html",
        "Hearsay",
        "<a href=\"docs/gone.adoc\">x</a><a href=\"docs/index.html#lost\">x</a><a href=\"#here\">x</a>"
            + "<img src=\"gone.png\"><a href=\"../outside.txt\">x</a>"
            + "<a href=\"https://example.org/\">x</a>");

    assertThat(new Site(repository, site).finish())
        .containsExactlyInAnyOrder(
            "README.html: nothing is there: docs/gone.adoc",
            "README.html: no such section: docs/index.html#lost",
            "README.html: no such section: #here",
            "README.html: nothing is there: gone.png",
            "README.html: nothing is there: ../outside.txt");
  }

  /** It has to be the same without a network. */
  @Test
  void nothingComesFromElsewhere() throws Exception {
    page(
        "README.html",
        "Hearsay",
        "<script src=\"https://example.org/x.js\"></script><img src=\"//example.org/x.png\">");

    assertThat(new Site(repository, site).finish())
        .containsExactly(
            "README.html: takes something from elsewhere: https://example.org/x.js",
            "README.html: takes something from elsewhere: //example.org/x.png");
  }
}

package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pages' templates, {@code ui/*.html}. They are parsed when somebody asks for the first page:
 * few members are ever looked at, and none should start later for it. Every value is escaped.
 */
@Singleton
class Pages {
  private static final String HTML = "text/html";

  private final Engine engine =
      Engine.builder()
          .addDefaults()
          .addValueResolver(new TemplateFields.Resolver())
          .addResultMapper(new HtmlEscaper(List.of(HTML)))
          .removeStandaloneLines(true)
          .strictRendering(true)
          .build();
  private final Template dashboard = parse("dashboard.html");
  private final Template starting = parse("starting.html");

  private Template parse(String name) {
    try (var in = Pages.class.getResourceAsStream("/ui/" + name)) {
      return engine.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          Variant.forContentType(HTML),
          name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The dashboard. */
  String dashboard(Page page) {
    return dashboard.data("page", page).render();
  }

  /**
   * What is shown until the member listens.
   *
   * @param assets marks the style sheet that belongs to it
   */
  String starting(String assets) {
    return starting.data("assets", assets).render();
  }
}

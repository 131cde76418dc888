package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
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
 * The pages' templates, {@code ui/*.html}. They are parsed for the first request: few agents' pages
 * are ever opened, and starting should not take longer because of them. Every value is escaped.
 */
@Singleton
class Pages {
  private static final String HTML = "text/html";

  /** Parts that several templates share. */
  private static final List<String> PARTS =
      List.of("head", "foot", "service", "servers", "group", "members", "lines");

  private final Engine engine =
      Engine.builder()
          .addDefaults()
          .addValueResolver(new TemplateFields.Resolver())
          .addResultMapper(new HtmlEscaper(List.of(HTML)))
          .removeStandaloneLines(true)
          .strictRendering(true)
          .build();
  private final Template dashboard;
  private final Template service;
  private final Template members;
  private final Template member;
  private final Template missing;
  private final Template starting;

  Pages() {
    PARTS.forEach(part -> engine.putTemplate(part, parse("part-" + part + ".html")));
    dashboard = parse("dashboard.html");
    service = parse("service.html");
    members = parse("members.html");
    member = parse("member.html");
    missing = parse("missing.html");
    starting = parse("starting.html");
  }

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
  String dashboard(Head head, Page page) {
    return dashboard.data("head", head).data("page", page).render();
  }

  /** A service with all its servers. */
  String service(Head head, ServiceBlock block) {
    return service.data("head", head).data("service", block).render();
  }

  /** Members without groups. */
  String members(Head head, Fold<MemberRow> fold) {
    return members.data("head", head).data("fold", fold).render();
  }

  /** One member. */
  String member(Head head, MemberPage page) {
    return member.data("head", head).data("page", page).render();
  }

  /**
   * A page that says that something does not exist.
   *
   * @param what "member" or "service"
   */
  String missing(Head head, String what, String name) {
    return missing
        .data("head", head)
        .data("what", what)
        .data("name", VisibleText.text(name))
        .render();
  }

  /**
   * The page shown until the member is up.
   *
   * @param assets the mark of its style sheet
   */
  String starting(String assets) {
    return starting.data("assets", assets).render();
  }
}

package io.hearsay.proxy;

import io.quarkus.qute.Engine;
import io.quarkus.qute.FragmentSectionHelper;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.IncludeSectionHelper;
import io.quarkus.qute.InsertSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.SetSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.Variant;
import io.quarkus.qute.WhenSectionHelper;
import io.quarkus.qute.WithSectionHelper;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A template that was read and parsed, with the files that it includes: from then on the disk does
 * not matter to it. What goes wrong is told by file and line; what is told is the template's own
 * text, never a value.
 */
final class LoadedTemplate {
  private static final long LIMIT_MILLIS = 5000;

  private final String name;
  private final Template template;
  private final Map<String, String> unreadable = new HashMap<>();

  /** Where included texts come from. */
  interface Includes {
    /** The text of that name. */
    String read(String name) throws IOException;
  }

  /**
   * Parses a template.
   *
   * @param name for messages
   * @throws ApplyException if its syntax is wrong
   */
  LoadedTemplate(String name, String text, Includes includes) throws ApplyException {
    this.name = name;
    var engine =
        Engine.builder()
            .addDefaultValueResolvers()
            // All but eval, which would make a program of a value.
            .addSectionHelpers(
                new IfSectionHelper.Factory(),
                new LoopSectionHelper.Factory(),
                new WithSectionHelper.Factory(),
                new IncludeSectionHelper.Factory(),
                new InsertSectionHelper.Factory(),
                new SetSectionHelper.Factory(),
                new WhenSectionHelper.Factory(),
                new FragmentSectionHelper.Factory())
            .addValueResolver(new TemplateData.Fields())
            .addResultMapper(new OnlyTexts())
            .addLocator(id -> locate(includes, id))
            .removeStandaloneLines(true)
            .strictRendering(true)
            .timeout(LIMIT_MILLIS)
            .build();
    try {
      this.template = engine.parse(text, null, name);
    } catch (TemplateException e) {
      throw wrong(e);
    }
  }

  /** The configuration's text. */
  String render(Map<String, Object> data) throws ApplyException {
    var instance = template.instance();
    data.forEach(instance::data);
    try {
      var text = instance.render();
      if (text.isBlank()) {
        throw new ApplyException("the template " + name + " (--template) renders to nothing");
      }
      return text;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw wrong(e);
    }
  }

  private Optional<TemplateLocator.TemplateLocation> locate(Includes includes, String id) {
    try {
      var text = includes.read(id);
      return Optional.of(new Location(text));
    } catch (IOException e) {
      // Qute asks once more each time; it tells the line, we the reason.
      unreadable.put(id, Reasons.of(e));
      return Optional.empty();
    }
  }

  private record Location(String text) implements TemplateLocator.TemplateLocation {
    @Override
    public Reader read() {
      return new StringReader(text);
    }

    @Override
    public Optional<Variant> getVariant() {
      return Optional.empty();
    }
  }

  /** A list or a record is no text of a configuration; printing one is a slip. */
  private static final class OnlyTexts implements ResultMapper {
    @Override
    public boolean appliesTo(Origin origin, Object result) {
      return result instanceof Collection
          || result instanceof Map
          || result instanceof TemplateData;
    }

    @Override
    public String map(Object result, io.quarkus.qute.Expression expression) {
      throw TemplateException.builder()
          .message("it is no text, but a " + (result instanceof TemplateData d ? d.kind() : "list"))
          .argument("expression", expression.toOriginalString())
          .origin(expression.getOrigin())
          .build();
    }
  }

  private ApplyException wrong(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StackOverflowError || cause instanceof OutOfMemoryError) {
        return new ApplyException(
            "template error in "
                + name
                + ": it includes itself, or renders to more than fits in memory");
      }
      if (cause instanceof TemplateException e && e.getOrigin() != null) {
        return new ApplyException("template error in " + where(e.getOrigin()) + ": " + what(e), e);
      }
      if (cause instanceof IndexOutOfBoundsException) {
        return new ApplyException(
            "template error in " + name + ": a list has no element of the number that is asked for",
            cause);
      }
    }
    // The message might hold a value.
    return new ApplyException(
        "template error in " + name + ": " + failure.getClass().getSimpleName(), failure);
  }

  private static String where(Origin origin) {
    return origin.getTemplateId() + ", line " + origin.getLine();
  }

  private String what(TemplateException e) {
    var arguments = e.getArguments() == null ? Map.<String, Object>of() : e.getArguments();
    var expression = "{" + arguments.getOrDefault("expression", "") + "}";
    return switch (e.getCodeName().orElse("")) {
      case "EVALUATOR_PROPERTY_NOT_FOUND" -> "there is nothing of the name " + expression;
      case "EVALUATOR_NAMESPACE_RESOLVER_NOT_FOUND" ->
          "there is no such namespace in " + expression;
      case "INCLUDE_TEMPLATE_NOT_FOUND" -> {
        var id = String.valueOf(arguments.get("templateId"));
        yield "cannot include " + id + ": " + unreadable.getOrDefault(id, "there is no such file");
      }
      // The parser speaks of the template's text only; it begins with where that is.
      case String code when code.startsWith("PARSER") ->
          String.valueOf(e.getMessage())
              .replaceFirst("^Parser error( in template \\[[^]]*])?: ", "");
      default ->
          arguments.containsKey("expression")
              ? expression
                  + ": "
                  + String.valueOf(e.getMessageTemplate()).lines().findFirst().orElse("")
              : "it cannot be rendered";
    };
  }
}

package io.hearsay.balancer.render;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.diagnostics.Reasons;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import io.quarkus.qute.Engine;
import io.quarkus.qute.FragmentSectionHelper;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.IncludeSectionHelper;
import io.quarkus.qute.InsertSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.SectionHelperFactory;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A template that was read and parsed, with the files it includes, and is independent of the disk
 * from then on. Errors name file and line and may quote the template, but never a value.
 */
final class LoadedTemplate {
  private static final long LIMIT_MILLIS = 5000;
  private static final int SHOWN = 1000;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final String name;
  private final Engine engine;
  private final Template template;
  private final RenderBudget budget = new RenderBudget();

  /** The template and its includes, as far as they have been read. */
  private final Map<String, String> texts = new LinkedHashMap<>();

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
    texts.put(name, text);
    this.engine =
        Engine.builder()
            .addDefaultValueResolvers()
            // All sections except eval, which would execute a value as a template.
            .addSectionHelpers(
                bounded(new IfSectionHelper.Factory()),
                bounded(new LoopSectionHelper.Factory()),
                bounded(new WithSectionHelper.Factory()),
                bounded(new IncludeSectionHelper.Factory()),
                bounded(new InsertSectionHelper.Factory()),
                bounded(new SetSectionHelper.Factory()),
                bounded(new WhenSectionHelper.Factory()),
                new FragmentSectionHelper.Factory())
            .addValueResolver(new TemplateFields.Resolver())
            .addResultMapper(new OnlyTexts())
            .addLocator(id -> locate(includes, id))
            .removeStandaloneLines(true)
            .strictRendering(true)
            .timeout(LIMIT_MILLIS)
            .build();
    try {
      this.template = engine.parse(text, null, name);
      Literals.refuse(template);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw wrong(e);
    }
  }

  private BoundedSection bounded(SectionHelperFactory<?> factory) {
    return new BoundedSection(factory, budget);
  }

  /**
   * Renders the configuration.
   *
   * @param items the number of members, services and routes
   */
  String render(Map<String, Object> data, long items) throws ApplyException {
    var instance = template.instance();
    data.forEach(instance::data);
    var text = new StringBuilder();
    try {
      budget.begin(items);
      instance
          .consume(
              part -> {
                budget.print(part, template.getRootNode().getOrigin());
                text.append(part);
              })
          .toCompletableFuture()
          .get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw wrong(e);
    } catch (ExecutionException
        | TimeoutException
        | RuntimeException
        | StackOverflowError
        | OutOfMemoryError e) {
      throw wrong(e);
    }
    if (text.toString().isBlank()) {
      throw ApplyException.of(
          FailureKind.TEMPLATE, "the template " + name + " (--template) renders to nothing");
    }
    return text.toString();
  }

  /**
   * Where a rendered line most likely comes from, for a message.
   *
   * @param line as rendered; may be empty
   * @return the file, and the number of a line that is the same or begins alike, if there is one
   */
  String origin(String line) {
    var wanted = line.trim();
    var found = name;
    int best = 0;
    for (var entry : texts.entrySet()) {
      var lines = entry.getValue().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        int alike = alike(lines.get(i).trim(), wanted);
        if (alike > best) {
          best = alike;
          found = entry.getKey() + ", line " + (i + 1);
        }
      }
    }
    return found;
  }

  /** The length of the common beginning up to the first expression; 0 if it is a different line. */
  private static int alike(String written, String rendered) {
    int braces = written.indexOf('{');
    if (braces < 0) {
      return written.equals(rendered) ? written.length() : 0;
    }
    return rendered.startsWith(written.substring(0, braces)) ? braces : 0;
  }

  private Optional<TemplateLocator.TemplateLocation> locate(Includes includes, String id) {
    try {
      var text = includes.read(id);
      texts.put(id, text);
      Literals.refuse(engine.parse(text, null, id));
      return Optional.of(new Location(text));
    } catch (IOException e) {
      // Qute reports the line, to which we add this reason.
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

  /** Refuses to print a list or a record, which is a mistake in the template. */
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

  /** Builds a message as one printable line, since it may quote any part of the template. */
  private static ApplyException error(String where, String what, Throwable cause) {
    var text = "template error in " + where + ": " + what;
    return ApplyException.of(
        FailureKind.TEMPLATE, VisibleText.text(SPACE.matcher(text).replaceAll(" "), SHOWN), cause);
  }

  private ApplyException wrong(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TemplateRefusedException e) {
        return error(where(e.origin(), ""), e.getMessage(), e);
      }
      if (cause instanceof StackOverflowError || cause instanceof OutOfMemoryError) {
        return error(name, "it includes itself, or renders to more than fits in memory", null);
      }
      if (cause instanceof TemplateException e && e.getOrigin() != null) {
        return error(where(e.getOrigin(), expression(e)), what(e), e);
      }
      if (cause instanceof IndexOutOfBoundsException) {
        return error(name, "a list has no element of the number that is asked for", cause);
      }
    }
    // The message might contain a value.
    return error(name, failure.getClass().getSimpleName(), failure);
  }

  /**
   * The file and line. What Qute itself makes, such as the bodies of operators and some cases of
   * {@code when}, has no line, so its expression is looked for.
   */
  private String where(Origin origin, String expression) {
    return origin.isSynthetic() || origin.getLine() < 1
        ? find(expression)
        : origin.getTemplateId() + ", line " + origin.getLine();
  }

  /** The first line that has an expression in it; the file if there is none. */
  private String find(String expression) {
    if (expression.isEmpty()) {
      return name;
    }
    for (var entry : texts.entrySet()) {
      var lines = entry.getValue().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(expression)) {
          return entry.getKey() + ", line " + (i + 1);
        }
      }
    }
    return name;
  }

  private static Map<String, Object> arguments(TemplateException e) {
    return e.getArguments() == null ? Map.of() : e.getArguments();
  }

  private static String expression(TemplateException e) {
    return String.valueOf(arguments(e).getOrDefault("expression", ""));
  }

  private String what(TemplateException e) {
    var arguments = arguments(e);
    var expression = "{" + expression(e) + "}";
    return switch (e.getCodeName().orElse("")) {
      case "EVALUATOR_PROPERTY_NOT_FOUND" -> "there is nothing of the name " + expression;
      case "EVALUATOR_NAMESPACE_RESOLVER_NOT_FOUND" ->
          "there is no such namespace in " + expression;
      case "INCLUDE_TEMPLATE_NOT_FOUND" -> {
        var id = String.valueOf(arguments.get("templateId"));
        yield "cannot include " + id + ": " + unreadable.getOrDefault(id, "there is no such file");
      }
      // The parser's message begins with the location, which is already known.
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

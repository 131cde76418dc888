package io.hearsay.http.api;

import io.hearsay.documents.GeneratedPage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/reference/api.adoc} from the OpenAPI document. */
final class ApiPage {
  private static final String SCHEMA = "#/components/schemas/";

  private final JsonObject document;
  private final StringBuilder page = new StringBuilder();

  private ApiPage(JsonObject document) {
    this.document = document;
  }

  /** The whole page. */
  static String text(JsonObject document) {
    return new ApiPage(document).write();
  }

  private String write() {
    page.append("= HTTP API\n:toc:\n").append(GeneratedPage.note("the resources", "ApiPageTest"));
    page.append(
        """

        On `127.0.0.1:7373`, or where `--http` says; also as link:../openapi.json[OpenAPI]. Calls that change something are open on loopback; from elsewhere they need the content of `--token-file` as bearer token. Errors are problem documents (RFC 9457) that say what is wrong and what to do. A body is JSON of at most 16 KiB, and a field that is unknown, missing or of another type is refused.

        Health and metrics are on another port: xref:../how-to/observability.adoc[].

        == Calls
        """);
    for (var path : sorted(document.getJsonObject("paths")).entrySet()) {
      for (var call : sorted(path.getValue()).entrySet()) {
        call(call.getKey().toUpperCase(Locale.ROOT), path.getKey(), call.getValue());
      }
    }
    page.append("\n== Objects\n");
    for (var schema :
        sorted(document.getJsonObject("components").getJsonObject("schemas")).entrySet()) {
      page.append("\n=== ").append(schema.getKey()).append('\n');
      fields(schema.getValue());
    }
    return page.toString();
  }

  private void call(String verb, String path, JsonObject call) {
    page.append("\n=== ").append(verb).append(" `+").append(path).append("+`\n\n");
    page.append(call.getString("description", call.getString("summary"))).append('\n');
    var parameters = call.getJsonArray("parameters", new JsonArray());
    if (!parameters.isEmpty()) {
      page.append("\n[cols=\"1,1,3\",options=\"header\"]\n|===\n|Parameter |Where |Type\n");
      for (var each : parameters) {
        var parameter = (JsonObject) each;
        row(
            parameter.getString("name"),
            parameter.getString("in"),
            type(parameter.getJsonObject("schema")));
      }
      page.append("|===\n");
    }
    body(call.getJsonObject("requestBody"));
    for (var answer : sorted(call.getJsonObject("responses")).entrySet()) {
      if (!answer.getKey().equals("default")) {
        answer(answer.getKey(), answer.getValue());
      }
    }
  }

  private void body(JsonObject body) {
    if (body == null) {
      return;
    }
    for (var kind : sorted(body.getJsonObject("content")).entrySet()) {
      var schema = kind.getValue().getJsonObject("schema", new JsonObject());
      page.append("\nBody: `").append(kind.getKey()).append("`.\n");
      fields(schema);
    }
  }

  private void answer(String code, JsonObject answer) {
    if (!answer.containsKey("content")) {
      page.append("\nAnswer: ").append(code).append(", without a body.\n");
    }
    for (var kind : sorted(answer.getJsonObject("content", new JsonObject())).entrySet()) {
      var schema = kind.getValue().getJsonObject("schema", new JsonObject());
      page.append("\nAnswer: %s, `%s`, %s.\n".formatted(code, kind.getKey(), type(schema)));
      if (!schema.containsKey("$ref")) {
        fields(schema);
      }
    }
  }

  private void fields(JsonObject schema) {
    var properties = schema.getJsonObject("properties", new JsonObject());
    if (properties.isEmpty()) {
      return;
    }
    var required = schema.getJsonArray("required", new JsonArray());
    page.append("\n[cols=\"1,3\",options=\"header\"]\n|===\n|Field |Type\n");
    for (var name : properties.fieldNames()) {
      var type = type(properties.getJsonObject(name));
      row(name, required.contains(name) ? type + ", required" : type);
    }
    page.append("|===\n");
  }

  private void row(String name, String... cells) {
    page.append("\n|`+").append(name).append("+`\n");
    for (var cell : cells) {
      page.append('|').append(cell.replace("|", "\\|")).append('\n');
    }
  }

  private static String type(JsonObject schema) {
    var reference = schema.getString("$ref");
    if (reference != null) {
      var name = reference.substring(SCHEMA.length());
      return "<<" + name + ">>";
    }
    if (schema.getValue("type") instanceof JsonArray several) {
      return several.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }
    var type = schema.getString("type", "any value");
    if (type.equals("array")) {
      return "list of " + type(schema.getJsonObject("items", new JsonObject()));
    }
    var bounds = new StringBuilder();
    if (schema.containsKey("enum")) {
      bounds.append(": ").append(words(schema.getJsonArray("enum")));
    }
    if (schema.containsKey("minimum")) {
      bounds.append(", from ").append(schema.getValue("minimum"));
    }
    if (schema.containsKey("maximum")) {
      bounds.append(", to ").append(schema.getValue("maximum"));
    }
    if (schema.containsKey("default")) {
      bounds.append("; default `").append(schema.getValue("default")).append('`');
    }
    return type + bounds;
  }

  private static String words(JsonArray values) {
    return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
  }

  private static Map<String, JsonObject> sorted(JsonObject object) {
    var sorted = new TreeMap<String, JsonObject>();
    object.fieldNames().forEach(name -> sorted.put(name, object.getJsonObject(name)));
    return sorted;
  }
}

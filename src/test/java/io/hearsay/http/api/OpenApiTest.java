package io.hearsay.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.documents.GeneratedPage;
import io.hearsay.testkit.OutsideTool;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The OpenAPI document; run with {@code -Dwrite} to regenerate it. */
class OpenApiTest {
  private static final Path PAGE = Path.of("docs/openapi.json");
  private static final Pattern IN_PATH = Pattern.compile("\\{(\\w+)}");

  @Test
  void theDocumentIsWhatTheResourcesGive() throws Exception {
    GeneratedPage.hold(PAGE, OpenApi.document().encodePrettily() + "\n", "OpenApiTest");
  }

  @Test
  void theValidatorFindsNothingWrong() throws Exception {
    assertThat(OutsideTool.OPENAPI.complaint("", PAGE.toString())).isEmpty();
  }

  /** The rules of OpenAPI 3.1 that a mistake here would break. */
  @Test
  void itIsValid() throws Exception {
    var document = OpenApi.document();
    var ids = new ArrayList<String>();
    var paths = document.getJsonObject("paths");
    assertThat(paths.size()).isGreaterThan(10);
    for (var path : paths.fieldNames()) {
      assertThat(path).startsWith("/v1/");
      var operations = paths.getJsonObject(path);
      for (var verb : operations.fieldNames()) {
        var operation = operations.getJsonObject(verb);
        ids.add(operation.getString("operationId"));
        assertThat(operation.getString("summary")).isNotBlank();
        assertThat(operation.getJsonObject("responses").fieldNames())
            .contains("default")
            .hasSize(2);
        var declared = new HashSet<String>();
        for (var each : operation.getJsonArray("parameters", new JsonArray())) {
          var parameter = (JsonObject) each;
          if (parameter.getString("in").equals("path")) {
            declared.add(parameter.getString("name"));
          }
        }
        assertThat(declared)
            .as("parameters of %s", path)
            .isEqualTo(
                new HashSet<>(IN_PATH.matcher(path).results().map(r -> r.group(1)).toList()));
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    var schemas = document.getJsonObject("components").getJsonObject("schemas").fieldNames();
    assertThat(references(document, new ArrayList<>()))
        .allMatch(ref -> schemas.contains(ref.replace("#/components/schemas/", "")));
  }

  private static List<String> references(Object value, List<String> found) {
    switch (value) {
      case JsonObject object ->
          object.forEach(
              field -> {
                if (field.getKey().equals("$ref")) {
                  found.add((String) field.getValue());
                } else {
                  references(field.getValue(), found);
                }
              });
      case JsonArray array -> array.forEach(each -> references(each, found));
      case null, default -> {}
    }
    return found;
  }
}

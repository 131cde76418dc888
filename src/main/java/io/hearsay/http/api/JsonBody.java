package io.hearsay.http.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.hearsay.text.VisibleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The body of a call: one JSON object with known fields of known types. A field that is unknown,
 * duplicate or has a value of another type is an error that names it, and never interpreted: {@code
 * "maybe"} is not a boolean, and a misspelt field would silently have no effect.
 */
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int SHOWN = 40;

  private final String form;
  private final Map<String, Object> fields = new TreeMap<>();

  private JsonBody(String form) {
    this.form = form;
  }

  /**
   * Parses a body.
   *
   * @param form what it should look like, for messages
   * @param known its fields
   * @throws IllegalArgumentException if it does not have this form; the message is for the caller
   */
  static JsonBody of(String text, String form, Set<String> known) {
    var body = new JsonBody(form);
    if (text == null || text.isBlank()) {
      throw body.wrong("there is no body");
    }
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw body.wrong("the body is no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var field = parser.currentName();
        if (!known.contains(field)) {
          throw body.wrong("there is no field \"" + VisibleText.text(field, SHOWN) + "\" here");
        }
        parser.nextToken();
        if (body.fields.put(field, body.value(field, parser)) != null) {
          throw body.wrong("\"" + field + "\" is there twice");
        }
      }
      if (parser.nextToken() != null) {
        throw body.wrong("something follows the body's JSON object");
      }
    } catch (IOException e) {
      throw body.wrong("the body is not JSON");
    }
    return body;
  }

  private Object value(String field, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case START_ARRAY -> list(field, parser);
      case START_OBJECT -> map(field, parser);
      default -> Optional.empty();
    };
  }

  private List<String> list(String field, JsonParser parser) throws IOException {
    var list = new ArrayList<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw wrong("\"" + field + "\" may hold strings only");
      }
      list.add(parser.getText());
    }
    return list;
  }

  private Map<String, String> map(String field, JsonParser parser) throws IOException {
    var map = new TreeMap<String, String>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw wrong(
            "\""
                + field
                + "\": the value of \""
                + VisibleText.text(key, SHOWN)
                + "\" is no string");
      }
      if (map.put(key, parser.getText()) != null) {
        throw wrong("\"" + field + "\": \"" + VisibleText.text(key, SHOWN) + "\" is there twice");
      }
    }
    return map;
  }

  /** Whether a field is present. */
  boolean has(String field) {
    return fields.containsKey(field);
  }

  /** A required boolean. */
  boolean flag(String field) {
    return as(required(field), Boolean.class, field, "true or false");
  }

  /** An optional boolean, false if absent. */
  boolean flagOrNot(String field) {
    return has(field) && flag(field);
  }

  /** A required string. */
  String text(String field) {
    return as(required(field), String.class, field, "a string");
  }

  /** A required list of strings. */
  List<String> texts(String field) {
    return as(required(field), List.class, field, "a list of strings").stream()
        .map(String.class::cast)
        .toList();
  }

  /** A required object of strings. */
  @SuppressWarnings("unchecked")
  Map<String, String> textsByName(String field) {
    return as(required(field), Map.class, field, "an object with strings");
  }

  private Object required(String field) {
    if (!has(field)) {
      throw wrong("the field \"" + field + "\" is missing");
    }
    return fields.get(field);
  }

  private <T> T as(Object value, Class<T> type, String field, String what) {
    if (!type.isInstance(value)) {
      throw wrong("\"" + field + "\" takes " + what);
    }
    return type.cast(value);
  }

  private IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(why + "; the body must be of the form " + form);
  }
}

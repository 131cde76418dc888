package io.hearsay.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses JSON into maps, lists, strings, doubles, booleans and null, since the JDK has no parser.
 */
public final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if the text is not JSON
   */
  public static Object read(String text) {
    var json = new Json(text);
    var value = json.value();
    json.space();
    if (json.at < text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  /**
   * Parses an object.
   *
   * @throws IOException if it is none, since the text is an unexpected answer then
   */
  public static Map<String, Object> object(String text) throws IOException {
    try {
      return map(read(text));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException("no JSON object: " + text, e);
    }
  }

  /** Casts a value to an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** Casts a value to a list of objects; empty if it is missing. */
  public static List<Map<String, Object>> objects(Object value) {
    return value == null ? List.of() : ((List<?>) value).stream().map(Json::map).toList();
  }

  /** A field that is a whole number; -1 if it is not. */
  public static long number(Map<String, Object> object, String key) {
    return object.get(key) instanceof Double number ? number.longValue() : -1;
  }

  private Object value() {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    var object = new LinkedHashMap<String, Object>();
    take('{');
    while (!ended('}', object.isEmpty())) {
      space();
      var key = string();
      take(':');
      object.put(key, value());
    }
    return object;
  }

  private List<Object> array() {
    var array = new ArrayList<>();
    take('[');
    while (!ended(']', array.isEmpty())) {
      array.add(value());
    }
    return array;
  }

  /** Consumes the end of a list, or the comma before the next element. */
  private boolean ended(char end, boolean first) {
    space();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!first) {
      take(',');
    }
    return false;
  }

  private String string() {
    var string = new StringBuilder();
    take('"');
    for (var c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    var c = next();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private Double number() {
    var from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == from) {
      throw unexpected();
    }
    return Double.valueOf(text.substring(from, at));
  }

  private <T> T word(String word, T meaning) {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return meaning;
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void take(char wanted) {
    space();
    if (next() != wanted) {
      at--;
      throw unexpected();
    }
  }

  private char next() {
    var c = peek();
    at++;
    return c;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("JSON ends too early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON at character " + at);
  }
}

package io.hearsay.http.api;

import java.util.regex.Pattern;

/** Strict parsing of the parameters of a query string. */
final class Parameters {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Parameters() {}

  /**
   * Parses a number.
   *
   * @throws IllegalArgumentException if it is invalid; the message names the parameter
   */
  static long number(String name, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " takes a number");
    }
    return Long.parseLong(value);
  }

  /**
   * Parses a boolean; false if it is not given.
   *
   * @param value may be null
   * @throws IllegalArgumentException if it is invalid; the message names the parameter
   */
  static boolean flag(String name, String value) {
    return switch (value) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(name + " takes true or false");
    };
  }
}

package io.hearsay.http.api;

import java.util.regex.Pattern;

/** Parameters of a query string, which are taken as they are meant or not at all. */
final class Parameters {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Parameters() {}

  /**
   * A number.
   *
   * @throws IllegalArgumentException that names the parameter, if it is none
   */
  static long number(String name, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " takes a number");
    }
    return Long.parseLong(value);
  }

  /**
   * A boolean; false if it is not given.
   *
   * @param value may be null
   * @throws IllegalArgumentException that names the parameter, if it is none
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

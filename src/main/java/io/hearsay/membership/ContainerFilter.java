package io.hearsay.membership;

/**
 * Which containers of an engine a seed {@code docker:FILTER} means.
 *
 * @param kind {@code label} or {@code name}, a filter of the engine's
 * @param value {@code KEY} or {@code KEY=VALUE} of a label, or a part of a name; not empty
 */
public record ContainerFilter(String kind, String value) {
  private static final String ENGINE = "docker:";
  private static final int MOST_CHARACTERS = 256;

  /**
   * Whether a text is {@code docker:FILTER}, be it well-formed or not; {@code docker:7946} is a
   * host of that name.
   */
  static boolean isMeant(String text) {
    return text.startsWith(ENGINE)
        && !text.chars().skip(ENGINE.length()).allMatch(c -> c >= '0' && c <= '9');
  }

  /**
   * Parses {@code docker:label=KEY[=VALUE]} or {@code docker:name=NAME}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static ContainerFilter parse(String text) {
    int equals = text.indexOf('=');
    var kind = text.substring(ENGINE.length(), Math.max(ENGINE.length(), equals));
    var value = text.substring(equals + 1);
    if (!(kind.equals("label") || kind.equals("name")) || value.isEmpty() || value.equals("=")) {
      throw new IllegalArgumentException(
          "docker: takes label=KEY, label=KEY=VALUE or name=NAME, with :PORT after it if needed");
    }
    if (value.length() > MOST_CHARACTERS || value.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException(
          "a filter has at most 256 characters, none of them a space");
    }
    return new ContainerFilter(kind, value);
  }
}

package io.hearsay.balancer.model;

import java.util.Map;

/**
 * A member that is in no service because of something that it says.
 *
 * @param member its name, printable
 * @param what the tag, {@code name} or {@code address}
 * @param value what it says, printable and cut short
 */
public record LeftOut(String member, String what, String value) {
  private static final String NAME =
      "letters, digits, '.', '_' and '-', at most 63, beginning with a letter or a digit, such as"
          + " web1";

  /** What each takes, with an example. */
  private static final Map<String, String> RULES =
      Map.of(
          "name", NAME,
          "address", "an address of one host",
          "port", "a number from 1 to 65535, such as 3000",
          "weight", "a number from 0 to 256, such as 100",
          "service", NAME,
          "zone", NAME,
          "version", NAME,
          "host", "a host name, such as shop.example.org or *.example.org",
          "path", "a path without spaces, such as /api");

  /** In words, with the rule. */
  public String text() {
    return "its " + what + " is \"" + value + "\"; it takes " + RULES.getOrDefault(what, "less");
  }
}

package io.hearsay.balancer.model;

import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The valid values of the tags that balancers read. Balancers leave out a member with an invalid
 * tag, so setting one is refused or reported immediately. Tags that balancers do not read are free.
 */
public enum TagRule {
  /** Where the application listens. */
  PORT("port", "a number from 1 to 65535, such as 3000"),

  /** Its relative share of the requests. */
  WEIGHT("weight", "a number from 0 to 256, such as 100"),

  /** The service it belongs to. */
  SERVICE("service", TagRule.NAME + ", such as web"),

  /** Its zone. */
  ZONE("zone", TagRule.NAME + ", such as eu-1a"),

  /** The version of the application. */
  VERSION("version", TagRule.NAME + ", such as 1.4.2"),

  /** The version of HTTP that it speaks; the balancer's operator may override it. */
  PROTO("proto", "h1 or h2, such as h2"),

  /** Whether it speaks TLS; the balancer's operator may override it. */
  TLS("tls", "on or off, such as on"),

  /** The host name that is routed to it. */
  HOST("host", "a host name, such as shop.example or *.shop.example"),

  /** The prefix of the paths that are routed to it. */
  PATH("path", "a path of at most 128 letters, digits, '.', '_', '~', '-' and '/', such as /api");

  private static final String NAME =
      "1 to 63 letters, digits, '.', '_' and '-', a letter or digit first";

  private static final List<String> ROLES = List.of("backend", "balancer");
  private static final int SHOWN = 60;

  private final String tag;
  private final String takes;

  TagRule(String tag, String takes) {
    this.tag = tag;
    this.takes = takes;
  }

  /** The name of the tag. */
  public String tag() {
    return tag;
  }

  /** A description of valid values, with an example. */
  public String takes() {
    return takes;
  }

  /** Whether a value is valid. */
  public boolean fits(String value) {
    return switch (this) {
      case PORT -> TagValidator.isPort(value);
      case WEIGHT -> TagValidator.isWeight(value);
      case SERVICE, ZONE, VERSION -> TagValidator.isName(value);
      case PROTO -> value.equals("h1") || value.equals("h2");
      case TLS -> value.equals("on") || value.equals("off");
      case HOST -> TagValidator.isHost(value);
      case PATH -> TagValidator.isPath(value);
    };
  }

  /** The rule for a tag, if there is one. */
  public static Optional<TagRule> of(String tag) {
    return Arrays.stream(values()).filter(rule -> rule.tag.equals(tag)).findFirst();
  }

  /**
   * The problems with tags that are about to be set, each in a sentence with the rule and an
   * example, in the order of the tags. Questions a role that looks misspelt, since a member with it
   * would silently be in no configuration.
   */
  public static List<String> problems(Map<String, String> tags) {
    var problems = new ArrayList<String>();
    tags.forEach(
        (tag, value) -> {
          var said = tag + "=" + VisibleText.text(value, SHOWN);
          of(tag)
              .filter(rule -> !rule.fits(value))
              .ifPresent(
                  rule ->
                      problems.add(
                          said
                              + ": balancers would leave this member out; "
                              + tag
                              + " takes "
                              + rule.takes));
          if (tag.equals("role")) {
            ROLES.stream()
                .filter(role -> Misspelling.of(role, value))
                .forEach(role -> problems.add(said + ": did you mean role=" + role + "?"));
          }
        });
    return problems;
  }
}

package io.hearsay.balancer.model;

import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What balancers take of the tags that they read. A balancer leaves a member out whose tag does not
 * fit, so whoever sets one is told there and then. Tags that no balancer reads are free.
 */
public enum TagRule {
  /** Where the application listens. */
  PORT("port", TagValidator::isPort, "a number from 1 to 65535, such as 3000"),

  /** Its share of the requests. */
  WEIGHT("weight", TagValidator::isWeight, "a number from 0 to 256, such as 100"),

  /** What it serves. */
  SERVICE("service", TagValidator::isName, TagRule.NAME + ", such as web"),

  /** Where it stands. */
  ZONE("zone", TagValidator::isName, TagRule.NAME + ", such as eu-1a"),

  /** What runs there. */
  VERSION("version", TagValidator::isName, TagRule.NAME + ", such as 1.4.2"),

  /** The name that it is asked for. */
  HOST("host", TagValidator::isHost, "a host name, such as shop.example or *.shop.example"),

  /** The beginning of the paths that it is asked for. */
  PATH(
      "path",
      TagValidator::isPath,
      "a path of at most 128 letters, digits, '.', '_', '~', '-' and '/', such as /api");

  private static final String NAME =
      "1 to 63 letters, digits, '.', '_' and '-', a letter or digit first";

  private static final List<String> ROLES = List.of("backend", "balancer");
  private static final int SHOWN = 60;

  private final String tag;
  private final Predicate<String> grammar;
  private final String takes;

  TagRule(String tag, Predicate<String> grammar, String takes) {
    this.tag = tag;
    this.grammar = grammar;
    this.takes = takes;
  }

  /** The tag that it is about. */
  public String tag() {
    return tag;
  }

  /** What the tag takes, in words, with an example. */
  public String takes() {
    return takes;
  }

  /** Whether a balancer takes that value. */
  public boolean fits(String value) {
    return grammar.test(value);
  }

  /** The rule about a tag, if there is one. */
  public static Optional<TagRule> of(String tag) {
    return Arrays.stream(values()).filter(rule -> rule.tag.equals(tag)).findFirst();
  }

  /**
   * What is wrong with tags that somebody is about to set, each in a sentence with the rule and an
   * example; in the order of the tags. A role that looks like a misspelt one is asked about, since
   * a member with it is in nobody's way and in nobody's configuration.
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

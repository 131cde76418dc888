package io.hearsay.balancer.model;

import io.hearsay.membership.Tags;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Validates what may reach HAProxy's configuration. Members are hostile until checked: as templates
 * do no quoting, an invalid value is not repaired but left out. The same rules apply to the
 * balancer's own options.
 */
public final class TagValidator {
  static final int DEFAULT_PORT = 3000;
  static final int DEFAULT_WEIGHT = 100;
  static final String DEFAULT_SERVICE = "web";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern HOST =
      Pattern.compile(
          "(\\*\\.)?[A-Za-z0-9][A-Za-z0-9-]{0,62}(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62}){0,8}");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_.~/-]{0,127}");
  private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
  private static final Pattern TAG_VALUE =
      Pattern.compile("([A-Za-z0-9._:/@+][A-Za-z0-9._:/@+-]{0,63})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  private TagValidator() {}

  /**
   * Whether a text is a valid name of a member, service, zone or version: {@code
   * [A-Za-z0-9][A-Za-z0-9_.-]{0,62}}.
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Whether a text is a valid host name for routing; {@code *.} before one stands for all names
   * below it. None begins with a dash, which HAProxy would take for an option.
   */
  public static boolean isHost(String text) {
    return text.length() <= 253 && HOST.matcher(text).matches();
  }

  /** Whether a text is a valid path prefix for routing. */
  public static boolean isPath(String text) {
    return PATH.matcher(text).matches();
  }

  /** Normalises a host name to lower case. */
  public static String host(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Removes slashes at the end of a prefix, so that the root is the empty prefix. */
  public static String path(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Whether a template may read a tag of this name: {@code [A-Za-z][A-Za-z0-9_-]{0,31}}. */
  static boolean isTagName(String text) {
    return TAG_NAME.matcher(text).matches();
  }

  /**
   * Whether a template may read this value of a tag: {@code [A-Za-z0-9._:/@+-]{0,64}}, not
   * beginning with a dash, which HAProxy would take for an option.
   */
  static boolean isTagValue(String text) {
    return TAG_VALUE.matcher(text).matches();
  }

  /** Whether a text is a port, 1–65535. */
  static boolean isPort(String text) {
    return number(Optional.of(text), 0, 1, 65_535).isPresent();
  }

  /** Whether a text is a weight, 0–256 as in HAProxy. */
  static boolean isWeight(String text) {
    return number(Optional.of(text), 0, 0, 256).isPresent();
  }

  /** The port tag, 1–65535; empty if its value is invalid. */
  static OptionalInt port(Tags tags) {
    return number(tags.get("port"), DEFAULT_PORT, 1, 65_535);
  }

  /** The weight tag, 0–256 as in HAProxy; empty if its value is invalid. */
  static OptionalInt weight(Tags tags) {
    return number(tags.get("weight"), DEFAULT_WEIGHT, 0, 256);
  }

  private static OptionalInt number(Optional<String> text, int absent, int min, int max) {
    if (text.isEmpty()) {
      return OptionalInt.of(absent);
    }
    if (!NUMBER.matcher(text.get()).matches()) {
      return OptionalInt.empty();
    }
    int value = Integer.parseInt(text.get());
    return value >= min && value <= max ? OptionalInt.of(value) : OptionalInt.empty();
  }
}

package io.hearsay.balancer.plan;

import java.util.Set;

/**
 * Recognises where sections of HAProxy's configuration begin, regardless of indentation. Shared,
 * since code that rewrites a text must see the same sections as code that parses it.
 */
public final class Sections {
  private static final Set<String> NAMES =
      Set.of(
          "global",
          "defaults",
          "frontend",
          "backend",
          "listen",
          "peers",
          "resolvers",
          "mailers",
          "userlist",
          "program",
          "cache",
          "ring",
          "http-errors",
          "log-forward",
          "fcgi-app",
          "crt-store",
          "traces",
          "log-profile",
          "acme");

  private Sections() {}

  /** Whether a line is empty or a comment. */
  public static boolean isSilent(String line) {
    var trimmed = line.trim();
    return trimmed.isEmpty() || trimmed.charAt(0) == '#';
  }

  /** Whether a word is the name of one of HAProxy's sections. */
  public static boolean isName(String word) {
    return NAMES.contains(word);
  }

  /**
   * Whether a line begins a section: a known one, or, if the line is not indented, possibly one of
   * a later version.
   *
   * @param line neither empty nor a comment
   * @param word its first word
   */
  public static boolean begins(String line, String word) {
    return isName(word) || !Character.isWhitespace(line.charAt(0));
  }

  /**
   * The backend whose servers follow a line.
   *
   * @param words of the line that begins a section
   * @return empty if it is a section of another kind
   */
  public static String backend(String[] words) {
    boolean named = words[0].equals("backend") || words[0].equals("listen");
    return named && words.length > 1 ? words[1] : "";
  }
}

package io.hearsay.balancer.plan;

import java.util.Set;

/**
 * Where a section of HAProxy's configuration begins, however far it is indented. One place knows,
 * since whoever rewrites a text must see the same sections as whoever takes it apart.
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

  /** Whether a section of that name is known to HAProxy. */
  public static boolean isName(String word) {
    return NAMES.contains(word);
  }

  /**
   * Whether a line begins a section: one of those, or one of a later version, which is taken for
   * one where it is not indented.
   *
   * @param line not silent
   * @param word its first
   */
  public static boolean begins(String line, String word) {
    return isName(word) || !Character.isWhitespace(line.charAt(0));
  }

  /**
   * The backend whose servers follow.
   *
   * @param words of the line that begins a section
   * @return empty if it is a section of another kind
   */
  public static String backend(String[] words) {
    boolean named = words[0].equals("backend") || words[0].equals("listen");
    return named && words.length > 1 ? words[1] : "";
  }
}

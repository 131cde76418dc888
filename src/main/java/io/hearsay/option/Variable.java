package io.hearsay.option;

/** Names of environment variables. */
public final class Variable {
  private Variable() {}

  /**
   * The text in upper case, with an underscore for everything that is not an ASCII letter or digit.
   */
  public static String of(String text) {
    var name = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean small = c >= 'a' && c <= 'z';
      boolean plain = c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      name.append(small ? (char) (c - 'a' + 'A') : plain ? c : '_');
    }
    return name.toString();
  }
}

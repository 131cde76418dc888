package io.hearsay.option;

/** Names as the environment has them. */
public final class Variable {
  private Variable() {}

  /** In capitals, with underscores for everything that is neither a letter nor a digit of ASCII. */
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

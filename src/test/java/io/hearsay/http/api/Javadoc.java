package io.hearsay.http.api;

import java.lang.reflect.Method;
import java.util.regex.Pattern;

/**
 * The javadoc of a class as plain text, with Markdown for code.
 *
 * @param source the source of the class
 */
record Javadoc(String source) {
  private static final Pattern VALUE = Pattern.compile("\\{@value (\\w*)#(\\w+)}");
  private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

  /** The javadoc of a public method. */
  String of(Method method) {
    var comment =
        Pattern.compile(
            "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*"
                + "(?:@\\w+(?:\\([^)]*\\))?\\s*(?://[^\n]*\\s*)?)*public [^;{=(]*\\b"
                + method.getName()
                + "\\(");
    var found = comment.matcher(source);
    if (!found.find()) {
      throw new AssertionError(method + " has no javadoc");
    }
    var text =
        found
            .group(1)
            .replaceAll("\\n\\s*\\* ?", "\n")
            .replaceFirst("(?s)\\n@(param|return|throws).*", "")
            .replaceAll("<p>", "")
            .replaceAll("(?<!\\n)\\n(?!\\n)", " ")
            .strip();
    text = INLINE.matcher(text).replaceAll("`$1`");
    return VALUE
        .matcher(text)
        .replaceAll(v -> constant(v.group(1), method.getDeclaringClass(), v.group(2)));
  }

  /** A constant of this class, or of one whose name the source imports. */
  private String constant(String elsewhere, Class<?> here, String name) {
    try {
      var type = here;
      if (!elsewhere.isEmpty()) {
        var imported = Pattern.compile("import ([\\w.]+\\." + elsewhere + ");").matcher(source);
        type = imported.find() ? Class.forName(imported.group(1)) : here;
      }
      var field = type.getDeclaredField(name);
      field.setAccessible(true);
      return String.valueOf(field.get(null));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }
}

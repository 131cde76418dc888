package io.hearsay.balancer.render;

import io.quarkus.qute.Expression;
import io.quarkus.qute.Template;
import java.util.regex.Pattern;

/**
 * Braces around a value, such as <code>{2}</code>, are an expression to Qute, which prints the
 * value: of the regular expression <code>[a-z]{2}</code> it would leave <code>[a-z]2</code>, which
 * HAProxy takes and which means something else. Nobody means that, so it is refused.
 */
final class Literals {
  /** What repeats in a regular expression; Qute takes it for a name. */
  private static final Pattern REPETITION = Pattern.compile("[0-9]*,[0-9]*");

  private Literals() {}

  /** Refuses a template that prints a literal anywhere, rendered or not. */
  static void refuse(Template template) {
    for (var node : template.findNodes(n -> n.isExpression())) {
      var expression = node.asExpression().getExpressions().getFirst();
      if (expression.isLiteral() || isRepetition(expression)) {
        var written = "{" + expression.toOriginalString() + "}";
        throw new TemplateRefusedException(
            node.getOrigin(),
            written
                + " is no name but a value, and would lose its braces; to have it in the text, as"
                + " in a regular expression, write \\"
                + written);
      }
    }
  }

  private static boolean isRepetition(Expression expression) {
    return REPETITION.matcher(expression.toOriginalString()).matches();
  }
}

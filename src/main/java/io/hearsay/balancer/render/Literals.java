package io.hearsay.balancer.render;

import io.quarkus.qute.Expression;
import io.quarkus.qute.Template;
import java.util.regex.Pattern;

/**
 * Refuses expressions that are literals. To Qute, <code>{2}</code> is an expression that prints its
 * value: it would turn the regular expression <code>[a-z]{2}</code> into <code>[a-z]2</code>, which
 * HAProxy accepts but which means something else.
 */
final class Literals {
  /** A quantifier of a regular expression, which Qute takes for a name. */
  private static final Pattern REPETITION = Pattern.compile("[0-9]*,[0-9]*");

  private Literals() {}

  /** Refuses a template that prints a literal anywhere, even where it is not rendered. */
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

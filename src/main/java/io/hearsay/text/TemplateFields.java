package io.hearsay.text;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A value that a Qute template may read. Fields are looked up by name, so no reflection is needed
 * and a template cannot get from a value to its class.
 */
public interface TemplateFields {
  /** The value of a field, or empty if there is no such field. */
  Optional<Object> field(String name);

  /** Lets Qute read the fields. */
  final class Resolver implements ValueResolver {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof TemplateFields && context.getParams().isEmpty();
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return ((TemplateFields) context.getBase())
          .field(context.getName())
          .<CompletionStage<Object>>map(CompletedStage::of)
          .orElseGet(() -> Results.notFound(context));
    }
  }
}

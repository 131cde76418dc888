package io.hearsay.ui;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import java.util.concurrent.CompletionStage;

/** Something that the page's template may read: its fields are looked up by name, not reflected. */
interface Shown {
  /** The value of a field; null if there is no such field. */
  Object field(String name);

  /** Lets Qute read the fields. */
  final class Fields implements ValueResolver {
    @Override
    public boolean appliesTo(EvalContext context) {
      return context.getBase() instanceof Shown && context.getParams().isEmpty();
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      var value = ((Shown) context.getBase()).field(context.getName());
      return value == null ? Results.notFound(context) : CompletedStage.of(value);
    }
  }
}

package io.hearsay.balancer.render;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.ResultNode;
import io.quarkus.qute.Scope;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionHelper;
import io.quarkus.qute.SectionHelperFactory;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A wrapper of one of Qute's sections that renders its bodies only as often as the {@link
 * RenderBudget} allows.
 */
final class BoundedSection implements SectionHelperFactory<SectionHelper> {
  private final SectionHelperFactory<?> inner;
  private final RenderBudget budget;
  private final boolean loops;
  private final boolean includes;

  /** Wraps the sections of a factory. */
  BoundedSection(SectionHelperFactory<?> inner, RenderBudget budget) {
    this.inner = inner;
    this.budget = budget;
    this.loops = inner.getDefaultAliases().contains("for");
    this.includes = inner.getDefaultAliases().contains("include");
  }

  @Override
  public List<String> getDefaultAliases() {
    return inner.getDefaultAliases();
  }

  @Override
  public ParametersInfo getParameters() {
    return inner.getParameters();
  }

  @Override
  public List<String> getBlockLabels() {
    return inner.getBlockLabels();
  }

  @Override
  public boolean cacheFactoryConfig() {
    return inner.cacheFactoryConfig();
  }

  @Override
  public boolean treatUnknownSectionsAsBlocks() {
    return inner.treatUnknownSectionsAsBlocks();
  }

  @Override
  public Scope initializeBlock(Scope outerScope, BlockInfo block) {
    return inner.initializeBlock(outerScope, block);
  }

  @Override
  public MissingEndTagStrategy missingEndTagStrategy() {
    return inner.missingEndTagStrategy();
  }

  @Override
  public SectionHelper initialize(SectionInitContext context) {
    var helper = inner.initialize(context);
    var origin = context.getOrigin();
    var blocks = context.getBlocks();
    var iterated = loops ? context.getExpression("iterable") : null;
    return resolution -> {
      if (iterated != null) {
        // Checked first, since the results of all iterations would be allocated before the first
        // one.
        resolution
            .resolutionContext()
            .evaluate(iterated)
            .thenAccept(value -> budget.requireTurns(value, origin))
            .toCompletableFuture()
            .join();
      }
      budget.enter(helper, includes, origin);
      try {
        return helper.resolve(new Counted(resolution, origin, blocks));
      } finally {
        // Rendering is synchronous, as all data is available, so the section is done.
        budget.leave();
      }
    };
  }

  private final class Counted implements SectionHelper.SectionResolutionContext {
    private final SectionHelper.SectionResolutionContext inner;
    private final Origin origin;
    private final List<SectionBlock> blocks;

    Counted(
        SectionHelper.SectionResolutionContext inner, Origin origin, List<SectionBlock> blocks) {
      this.inner = inner;
      this.origin = origin;
      this.blocks = blocks;
    }

    @Override
    public CompletionStage<Map<String, Object>> evaluate(Map<String, Expression> parameters) {
      return inner.evaluate(parameters);
    }

    @Override
    public CompletionStage<Object> evaluate(Expression expression) {
      return inner.evaluate(expression);
    }

    @Override
    public ResolutionContext resolutionContext() {
      return inner.resolutionContext();
    }

    @Override
    public ResolutionContext newResolutionContext(
        Object data, Map<String, SectionBlock> extendingBlocks) {
      return inner.newResolutionContext(data, extendingBlocks);
    }

    @Override
    public CompletionStage<ResultNode> execute(SectionBlock block, ResolutionContext context) {
      // Null means the section's own block, which is the first.
      budget.charge(block == null ? blocks.getFirst() : block, origin);
      return inner.execute(block, context);
    }

    @Override
    public Map<String, Object> getParameters() {
      return inner.getParameters();
    }
  }
}

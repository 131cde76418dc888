package io.hearsay.balancer;

import io.hearsay.simulator.Half;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The balancer's pipeline under virtual time. */
public final class PipelineSimulation implements Half {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final Sabotage sabotage;

  /** Of the pipeline as it is. */
  public PipelineSimulation() {
    this(Sabotage.NONE);
  }

  /** Of one with a planted bug. */
  PipelineSimulation(Sabotage sabotage) {
    this.sabotage = sabotage;
  }

  /**
   * What came of a run.
   *
   * @param violation what did not hold; empty if everything did
   * @param steps that the pipeline took
   * @param story what happened, a line each
   */
  public record Outcome(String violation, int steps, String story) {}

  /** One run of the pipeline as it is. */
  public static Outcome run(long seed) {
    return new PipelineSimulation().outcome(seed);
  }

  Outcome outcome(long seed) {
    // What operators would read of ten thousand broken machines takes longer than all else.
    var level = LOG.getLevel();
    LOG.setLevel(Level.OFF);
    try (var run = new PipelineRun(seed, sabotage)) {
      var violation = "";
      try {
        run.run();
      } catch (PipelineInvariants.Violated e) {
        violation = e.getMessage();
      }
      return new Outcome(violation, run.steps(), run.story());
    } finally {
      LOG.setLevel(level);
    }
  }

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public Optional<String> violation(long seed) {
    var violation = outcome(seed).violation();
    return violation.isEmpty() ? Optional.empty() : Optional.of(violation);
  }
}

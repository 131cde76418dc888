package io.hearsay.balancer;

import io.hearsay.simulator.Half;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The balancer's pipeline in virtual time. */
public final class PipelineSimulation implements Half {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private static int running;
  private static Level before;

  private final Sabotage sabotage;

  /** Simulates the pipeline as it is. */
  public PipelineSimulation() {
    this(Sabotage.NONE);
  }

  /** Simulates a pipeline with a planted bug. */
  PipelineSimulation(Sabotage sabotage) {
    this.sabotage = sabotage;
  }

  /**
   * The outcome of a run.
   *
   * @param violation the invariant that did not hold; empty if all did
   * @param steps the number of steps that the pipeline took
   * @param story what happened, one event per line
   */
  public record Outcome(String violation, int steps, String story) {}

  /** Runs the pipeline as it is. */
  public static Outcome run(long seed) {
    return new PipelineSimulation().outcome(seed);
  }

  /** Several runs may overlap: the last one to end restores the log level. */
  private static synchronized void quiet(int more) {
    if (running == 0) {
      before = LOG.getLevel();
      LOG.setLevel(Level.OFF);
    }
    running += more;
    if (running == 0) {
      LOG.setLevel(before);
    }
  }

  Outcome outcome(long seed) {
    // Logging what ten thousand broken machines report would take longer than everything else.
    quiet(1);
    try (var run = new PipelineRun(seed, sabotage)) {
      var violation = "";
      try {
        run.run();
      } catch (PipelineInvariants.Violated e) {
        violation = e.getMessage();
      }
      return new Outcome(violation, run.steps(), run.story());
    } finally {
      quiet(-1);
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

package io.hearsay.balancer;

import io.hearsay.simulator.Half;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The balancer's pipeline under virtual time. */
public final class PipelineSimulation implements Half {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private static int running;
  private static Level before;

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

  /** Several may run at a time: the last one gives the log its voice back. */
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
    // What operators would read of ten thousand broken machines takes longer than all else.
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

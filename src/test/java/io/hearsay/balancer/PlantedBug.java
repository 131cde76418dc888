package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.sim.ForwardingHost;
import java.util.function.Consumer;

/** A bug at one of the pipeline's seams, such as somebody may introduce some day. */
enum PlantedBug {
  /** Whoever has news takes a step on its own thread, concurrently with the pipeline's thread. */
  SECOND_APPLY_AT_ONCE("two applies at once"),
  /** The verdict of HAProxy's check is ignored. */
  WRITTEN_AFTER_A_FAILED_CHECK("the file was written after a failed check"),
  /** News does not wake the thread. */
  LOST_WAKE_UP("a wake-up is lost"),
  /** The thread sleeps until something is to be applied, and looks at nothing before. */
  LOST_TICK("a wake-up is lost"),
  /** Every failure of the runtime API is taken for success. */
  ANSWERS_IGNORED("it believes it knows what HAProxy runs with"),
  /** There is no gap between reloads. */
  NO_GAP_BETWEEN_RELOADS("two reloads within");

  private final String symptom;

  PlantedBug(String symptom) {
    this.symptom = symptom;
  }

  /** How the invariants word it. */
  String symptom() {
    return symptom;
  }

  /** Simulates a pipeline that has this bug. */
  PipelineSimulation simulation() {
    return new PipelineSimulation(new Plant(this));
  }

  private record Plant(PlantedBug bug, Pipeline[] pipeline, TimeSource[] time) implements Sabotage {
    Plant(PlantedBug bug) {
      this(bug, new Pipeline[1], new TimeSource[1]);
    }

    @Override
    public Inbox inbox(Runnable wake) {
      return switch (bug) {
        case LOST_WAKE_UP -> new Inbox(() -> {});
        case SECOND_APPLY_AT_ONCE ->
            new Inbox(
                () -> {
                  wake.run();
                  if (pipeline[0] != null) {
                    pipeline[0].step(time[0].now());
                  }
                });
        default -> new Inbox(wake);
      };
    }

    @Override
    public Pipeline pipeline(
        BalancerSettings settings,
        HaproxyHost host,
        TimeSource clock,
        Inbox inbox,
        Consumer<ApplyStep> steps) {
      var machine =
          switch (bug) {
            case WRITTEN_AFTER_A_FAILED_CHECK -> ForwardingHost.thatChecksNothing(host);
            case ANSWERS_IGNORED -> ForwardingHost.thatAlwaysSaysYes(host);
            default -> host;
          };
      var its = bug == NO_GAP_BETWEEN_RELOADS ? SimSettings.withoutGap(settings) : settings;
      pipeline[0] = new Pipeline(its, machine, clock, inbox, steps);
      time[0] = clock;
      return pipeline[0];
    }

    @Override
    public long wake(long wake) {
      return bug == LOST_TICK ? wake + 10_000 : wake;
    }
  }
}

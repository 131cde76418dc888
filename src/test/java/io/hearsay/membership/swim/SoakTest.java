package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.bench.soak.Series;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * A long {@link Churn}: nothing that a member keeps grows, and in the end all agree. Runs for as
 * many simulated minutes as {@code -Dsoak.minutes} says; {@code make bench WHAT=soak} simulates
 * eight hours. The seed, {@code -Dsoak.seed}, reproduces a failure.
 */
class SoakTest {
  private static final int MINUTES = Integer.getInteger("soak.minutes", 20);
  private static final long SEED = Long.getLong("soak.seed", 1);
  private static final long STEP = 5000;
  private static final long MINUTE = 60_000;

  /** By then members are forgotten as fast as they die. */
  private static final long WARM_UP = 12 * MINUTE;

  /** The number of names that strangers use over and over. */
  private static final int EVIL = 3;

  private static final double HOUR = 60.0 * MINUTE;
  private static final double MIB = 1 << 20;

  private final Map<String, Series> figures = new LinkedHashMap<>();

  @Test
  void nothingGrowsAndInTheEndAllAgree() {
    var sim = Simulation.of(12, SEED);
    sim.net.recording = false;
    var churn = new Churn(sim, SEED);
    long begun = sim.net.time.now();
    long end = begun + MINUTES * MINUTE;
    long nextSample = begun + WARM_UP;
    while (sim.net.time.now() < end) {
      churn.step();
      sim.net.time.run(STEP);
      if (sim.net.time.now() >= nextSample) {
        sample(churn, (sim.net.time.now() - begun) / HOUR);
        nextSample += MINUTE;
      }
    }
    churn.end();
    long took = sim.net.time.runUntil(120_000, () -> agreed(sim));

    print(churn, took);
    assertThat(took).as("all agree: %s", sim.describe()).isNotNegative();
    assertThat(churn.superseded()).as("gave way although no other process had its name").isZero();
    assertThat(figures).allSatisfy((name, series) -> assertThat(series.flat()).as(name).isTrue());
  }

  private static boolean agreed(Simulation sim) {
    var living = sim.living();
    return sim.converged()
        && living.stream().allMatch(a -> living.stream().allMatch(b -> a == b || a.knows(b)));
  }

  private void sample(Churn churn, double hours) {
    int due = churn.due() + EVIL;
    long known = highest(churn, h -> h.swim.members().size());
    add("members beyond those living and remembered", 1, hours, Math.max(0, known - due));
    add("members known", 6, hours, known);
    add("rumours waiting", 10, hours, highest(churn, h -> h.swim.rumours()));
    add("timers pending", 10, hours, highest(churn, h -> h.pending));
    add("tripwires", 4, hours, highest(churn, h -> h.wires.size()));
    add("names of counters", 4, hours, highest(churn, h -> h.counters.snapshot().size()));
    System.gc();
    var runtime = Runtime.getRuntime();
    add("heap of all, MiB", 4, hours, (runtime.totalMemory() - runtime.freeMemory()) / MIB);
  }

  private static long highest(Churn churn, ToLongFunction<SimHost> figure) {
    return churn.staying().stream().mapToLong(figure).max().orElseThrow();
  }

  private void add(String name, double allowance, double hours, double value) {
    figures.computeIfAbsent(name, n -> new Series(allowance)).add(hours, value);
  }

  private void print(Churn churn, long took) {
    System.out.printf(
        "| %d simulated minutes, worst of the %d that stay | first third | last third | at most |"
            + " highest | flat |%n|---|---|---|---|---|---|%n",
        MINUTES, Churn.STAYING);
    figures.forEach(
        (name, s) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f | %s |%n",
                name,
                s.firstThird(),
                s.lastThird(),
                s.limit(),
                s.highest(),
                s.flat() ? "yes" : "**no**"));
    System.out.printf("| all agree after, s | | | | %.1f | %s |%n", took / 1e3, churn);
  }
}

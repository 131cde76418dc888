package io.hearsay.bench.membership;

import java.util.List;
import java.util.Set;

/** Something that happens to a fleet, as often as requested; the fleet is whole again after it. */
interface Scenario {
  /** Plays it. If the fleet is not whole afterwards, it marks the fleet as spoiled. */
  void run(Fleet fleet, Settings settings, Samples results);

  /**
   * A scenario to choose.
   *
   * @param rows of the table that it fills
   */
  record Choice(Scenario scenario, Set<Integer> rows) {
    private Choice(Scenario scenario, Integer... rows) {
      this(scenario, Set.of(rows));
    }
  }

  /**
   * All scenarios, in the order that disturbs the next one least: for a while Serf counts members
   * that left among those it waits for, so the visits come after the kills.
   */
  static List<Choice> all() {
    return List.of(
        new Choice(new Idle(), 11),
        new Choice(new Together(), 12),
        new Choice(new Twins(), 10),
        new Choice(new Kill(), 1),
        new Choice(new Visit(), 3, 4, 5),
        new Choice(new Pause(), 6),
        new Choice(new Silence(), 2),
        new Choice(new Loss(), 7),
        new Choice(new Return(), 9),
        new Choice(new Partition(false), 8),
        new Choice(new Partition(true), 8));
  }
}

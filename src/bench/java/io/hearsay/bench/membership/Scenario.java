package io.hearsay.bench.membership;

import java.util.List;
import java.util.Set;

/** Something that happens to a fleet, as often as asked for; the fleet is whole again after it. */
interface Scenario {
  /** The rows of the table that it fills. */
  Set<Integer> rows();

  /** Does it. If the fleet is not whole after it, it says so to the fleet. */
  void run(Fleet fleet, Settings settings, Results results);

  /**
   * All of them, in the order that disturbs the next one least: Serf counts those who left for a
   * while among the members it waits for, so that the visits come after the kills.
   */
  static List<Scenario> all() {
    return List.of(
        new Idle(),
        new Together(),
        new Twins(),
        new Kill(),
        new Visit(),
        new Pause(),
        new Silence(),
        new Loss(),
        new Return(),
        new Partition(false),
        new Partition(true));
  }
}

package io.hearsay.membership;

import io.hearsay.membership.swim.Counter;
import io.hearsay.metric.Measured;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the protocol counts.
 *
 * @param sinceTick how long ago the protocol last ran a turn; large values mean that it is stuck
 * @param joined whether another member was ever met, or no seed was given
 * @param localHealth Lifeguard's score, 0 (well) to 8
 * @param encrypted whether a key is in use
 * @param place where this member stands with the others
 * @param counters monotonic counts by name, e.g. {@code packets.sent}, {@code packets.rejected};
 *     sorted
 * @param flow how quickly it goes on
 */
public record ClusterStats(
    Duration sinceTick,
    boolean joined,
    int localHealth,
    boolean encrypted,
    Place place,
    SortedMap<String, Long> counters,
    Flow flow) {

  /**
   * Where this member stands with the others.
   *
   * @param refusal why it has no place among them: they do not let it in, do not take it for one of
   *     theirs, or it cannot hear them; or empty
   * @param seeds why seeds are of no use, by the seed as it was named; those that answer are not
   *     there
   */
  public record Place(String refusal, SortedMap<String, String> seeds) {}

  /** See {@link Place#refusal()}. */
  public String refusal() {
    return place.refusal();
  }

  /** See {@link Place#seeds()}. */
  public SortedMap<String, String> seeds() {
    return place.seeds();
  }

  /**
   * How quickly the protocol goes on.
   *
   * @param queued news that this member still has to tell; it stays small in a calm cluster
   * @param durations what took how long
   */
  public record Flow(int queued, List<Measured> durations) {}

  /** What each of the counters counts, in one line, by name. */
  public static SortedMap<String, String> countersHelp() {
    var help = new TreeMap<String, String>();
    for (var counter : Counter.values()) {
      help.put(counter.text(), counter.help());
    }
    return help;
  }
}

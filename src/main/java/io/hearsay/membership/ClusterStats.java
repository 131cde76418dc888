package io.hearsay.membership;

import io.hearsay.membership.swim.Counter;
import io.hearsay.metric.Measured;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Statistics of the protocol.
 *
 * @param sinceTick time since the protocol last ran a turn; a large value means that it is stuck
 * @param joined whether another member was ever reached, or no seed was given
 * @param localHealth Lifeguard's score, 0 (well) to 8
 * @param encrypted whether a key is in use
 * @param place this member's standing with the others
 * @param counters monotonic counts by name, e.g. {@code packets.sent}, {@code packets.rejected};
 *     sorted
 * @param flow how quickly the protocol makes progress
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
   * This member's standing with the others.
   *
   * @param refusal why it is not part of the cluster: the others refuse it, do not recognise it as
   *     one of theirs, or it cannot hear them; empty if there is no reason
   * @param seeds why seeds are unusable, by the seed as it was given; without those that answer
   * @param refusedJoins goes on counting
   */
  public record Place(String refusal, SortedMap<String, String> seeds, RefusedJoins refusedJoins) {}

  /** See {@link Place#refusal()}. */
  public String refusal() {
    return place.refusal();
  }

  /** See {@link Place#seeds()}. */
  public SortedMap<String, String> seeds() {
    return place.seeds();
  }

  /** See {@link Place#refusedJoins()}. */
  public RefusedJoins refusedJoins() {
    return place.refusedJoins();
  }

  /**
   * How quickly the protocol makes progress.
   *
   * @param queued news that this member still has to gossip; stays small in a calm cluster
   * @param durations how long things took
   */
  public record Flow(int queued, List<Measured> durations) {}

  /** What each counter counts, in one line, by its name. */
  public static SortedMap<String, String> countersHelp() {
    var help = new TreeMap<String, String>();
    for (var counter : Counter.values()) {
      help.put(counter.text(), counter.help());
    }
    return help;
  }
}

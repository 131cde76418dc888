package io.hearsay.membership;

import io.hearsay.membership.swim.Counter;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the protocol counts.
 *
 * @param sinceTick how long ago the protocol last ran a turn; large values mean that it is stuck
 * @param joined whether another member was ever met, or no seed was given
 * @param localHealth Lifeguard's score, 0 (well) to 8
 * @param encrypted whether a key is in use
 * @param refusal why this member has no place among the others: they do not let it in, do not take
 *     it for one of theirs, or it cannot hear them; or empty
 * @param seeds why seeds are of no use, by the seed as it was named; those that answer are not
 *     there
 * @param counters monotonic counts by name, e.g. {@code packets.sent}, {@code packets.rejected};
 *     sorted
 */
public record ClusterStats(
    Duration sinceTick,
    boolean joined,
    int localHealth,
    boolean encrypted,
    String refusal,
    SortedMap<String, String> seeds,
    SortedMap<String, Long> counters) {
  /** What each of the counters counts, in one line, by name. */
  public static SortedMap<String, String> countersHelp() {
    var help = new TreeMap<String, String>();
    for (var counter : Counter.values()) {
      help.put(counter.text(), counter.help());
    }
    return help;
  }
}

package io.hearsay.membership;

import io.hearsay.membership.JoinRefusal.Direction;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many joins came to nothing since the start, by direction and reason. A seed that is asked
 * again and again counts each time. May be used from any thread.
 */
public final class RefusedJoins {
  private final Map<Direction, Map<JoinRefusal, LongAdder>> counts = new EnumMap<>(Direction.class);

  /** None so far. */
  public RefusedJoins() {
    for (var direction : Direction.values()) {
      var reasons = new EnumMap<JoinRefusal, LongAdder>(JoinRefusal.class);
      for (var reason : JoinRefusal.values()) {
        reasons.put(reason, new LongAdder());
      }
      counts.put(direction, reasons);
    }
  }

  /** Adds one. */
  public void count(Direction direction, JoinRefusal reason) {
    counts.get(direction).get(reason).increment();
  }

  /** The number so far. */
  public long of(Direction direction, JoinRefusal reason) {
    return counts.get(direction).get(reason).sum();
  }
}

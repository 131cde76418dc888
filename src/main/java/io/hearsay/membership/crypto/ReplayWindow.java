package io.hearsay.membership.crypto;

import io.hearsay.collection.BoundedMap;
import java.util.Map;

/**
 * Refuses datagrams that were seen before: a sliding window of {@value #WIDTH} counters per sender,
 * as in RFC 4303 section 3.4.3. Remembers at most {@value #SENDERS} senders; the one heard from
 * least recently is forgotten first.
 */
public final class ReplayWindow {
  /** How many senders are remembered. */
  public static final int SENDERS = 8192;

  /** How many counters of one sender are remembered. */
  public static final int WIDTH = 1024;

  private static final int WORDS = WIDTH / 64;

  private final Map<Long, Window> windows = BoundedMap.evictingLeastRecentlyUsed(SENDERS);

  /** Whether this counter of this sender is new; records it if it is. */
  public boolean accept(long sender, long counter) {
    return windows.computeIfAbsent(sender, s -> new Window()).accept(counter);
  }

  private static final class Window {
    private final long[] seen = new long[WORDS];
    private long highest = -1;

    boolean accept(long counter) {
      if (counter > highest) {
        long from = Math.max(highest + 1, counter - WIDTH + 1);
        for (long c = from; c <= counter; c++) {
          clear(c);
        }
        highest = counter;
      } else if (counter <= highest - WIDTH || isSet(counter)) {
        return false;
      }
      set(counter);
      return true;
    }

    private boolean isSet(long counter) {
      return (seen[word(counter)] & 1L << counter) != 0;
    }

    private void set(long counter) {
      seen[word(counter)] |= 1L << counter;
    }

    private void clear(long counter) {
      seen[word(counter)] &= ~(1L << counter);
    }

    private static int word(long counter) {
      return (int) (counter >>> 6) % WORDS;
    }
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;

/**
 * How much the table may hold. Both bounds apply to unknown members; records of known ones may
 * still grow, up to an eighth more.
 *
 * @param members maximum number of entries, including members that are gone
 * @param bytes of heap, as estimated by {@link #cost}
 */
record TableLimits(int members, long bytes) {
  /**
   * The table may use one part in this many of the heap; the rest is for what is derived from it
   * and everything else.
   */
  private static final int SHARE = 4;

  /**
   * A high estimate of the bytes for an entry without its texts: the record, the indexes of the
   * table, a rumour, and the member's objects in the views and in Atomix.
   */
  private static final long ENTRY = 2400;

  private static final long TAG = 260;

  /** Bytes per character: the table keeps each text, and a rumour keeps it encoded. */
  private static final long CHARACTER = 3;

  /** Limits for a maximum heap size in bytes. */
  static TableLimits ofHeap(long maxHeap) {
    return new TableLimits(Codec.MAX_MEMBERS, maxHeap / SHARE);
  }

  /** The estimated size of a member in bytes of heap. */
  static long cost(MemberRecord record) {
    long cost = ENTRY + CHARACTER * record.name().length();
    for (var tag : record.tags().entrySet()) {
      cost += TAG + CHARACTER * (tag.getKey().length() + tag.getValue().length());
    }
    return cost;
  }
}

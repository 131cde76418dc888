package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;

/**
 * How much the table may hold. Both bounds are for those that are not known yet; what is known may
 * still change, up to an eighth more.
 *
 * @param members most entries, those included that have gone
 * @param bytes of heap, as {@link #cost} reckons
 */
record TableLimits(int members, long bytes) {
  /** Of the heap; as much is left for what is made of the table, and for everything else. */
  private static final int SHARE = 4;

  /**
   * What an entry takes without its texts, reckoned high: the record, its places in the table, a
   * rumour, and its shape in the views and in Atomix.
   */
  private static final long ENTRY = 2400;

  private static final long TAG = 260;

  /** A text is kept once by the table and once more in a rumour. */
  private static final long CHARACTER = 3;

  /** What this process can pay for. */
  static TableLimits ofHeap(long maxHeap) {
    return new TableLimits(Codec.MAX_MEMBERS, maxHeap / SHARE);
  }

  /** Bytes of heap for one member. */
  static long cost(MemberRecord record) {
    long cost = ENTRY + CHARACTER * record.name().length();
    for (var tag : record.tags().entrySet()) {
      cost += TAG + CHARACTER * (tag.getKey().length() + tag.getValue().length());
    }
    return cost;
  }
}

package io.hearsay.membership.swim;

import io.hearsay.collection.BoundedMap;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Limits the reaction to datagrams of senders that are not known or not present. Their source may
 * be forged, so little is sent to it: one exchange at a time, {@value #PER_SECOND} per second in
 * total, and to one address one per second at first, then ever fewer while they change nothing, as
 * behind NAT.
 */
final class Strangers {
  private static final int PER_SECOND = 8;
  private static final int REMEMBERED = 256;
  private static final long MIN_GAP = 1000;
  private static final long MAX_GAP = 4000;

  private final ProtocolContext core;
  private final AntiEntropy exchanges;
  private final Map<InetSocketAddress, Asked> asked = BoundedMap.evictingOldest(REMEMBERED);
  private boolean busy;
  private long second;
  private int inSecond;

  private record Asked(long at, long gap) {}

  Strangers(ProtocolContext core, AntiEntropy exchanges) {
    this.core = core;
    this.exchanges = exchanges;
  }

  /** Exchanges state with the member at that address, unless that is done too often. */
  void met(InetSocketAddress address) {
    long now = core.now();
    if (now - second >= 1000) {
      second = now;
      inSecond = 0;
    }
    var before = asked.get(address);
    boolean early = before != null && now - before.at < before.gap;
    if (busy || early || inSecond >= PER_SECOND) {
      core.counters().count(Counter.STRANGERS_PUT_OFF);
      return;
    }
    inSecond++;
    busy = true;
    boolean goesOn = before != null && now - before.at < 2 * MAX_GAP;
    long gap = goesOn ? Math.min(2 * before.gap, MAX_GAP) : MIN_GAP;
    asked.remove(address);
    asked.put(address, new Asked(now, gap));
    long version = core.table().version();
    exchanges.exchange(
        address,
        false,
        done -> {
          busy = false;
          if (version != core.table().version()) {
            asked.put(address, new Asked(now, MIN_GAP));
          }
        });
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.State;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What the table knows about one member; changed only on the protocol's context, and only by {@link
 * MemberTable}.
 */
final class MemberEntry {
  private MemberRecord record;
  private long sinceMillis;
  private Instant since;
  private long heardMillis = Long.MIN_VALUE / 2;
  private double rttMillis = Double.NaN;
  private int place;
  private MemberSnapshot snapshot;
  private Suspicion suspicion;
  private Timers.Timer suspicionTimer;

  MemberEntry(MemberRecord record, long sinceMillis, Instant since) {
    this.record = record;
    this.sinceMillis = sinceMillis;
    this.since = since;
  }

  MemberRecord record() {
    return record;
  }

  String name() {
    return record.name();
  }

  long nonce() {
    return record.boot().nonce();
  }

  State state() {
    return record.state();
  }

  boolean present() {
    return record.state().present();
  }

  /** Whether it understands {@link Flags#EXTENSIONS}. */
  boolean extensions() {
    return (record.flags() & Flags.EXTENSIONS) != 0;
  }

  Endpoint endpoint() {
    return record.endpoint();
  }

  /** When the present state began, on the protocol's clock. */
  long sinceMillis() {
    return sinceMillis;
  }

  Instant since() {
    return since;
  }

  /** Takes over a newer record; the state's age starts anew only if the state differs. */
  void update(MemberRecord newer, long nowMillis, Instant now) {
    if (newer.state() != record.state() || !newer.boot().equals(record.boot())) {
      sinceMillis = nowMillis;
      since = now;
    }
    record = newer;
    snapshot = null;
  }

  /** An immutable copy for others; the same object until something in it changes. */
  MemberSnapshot snapshot() {
    if (snapshot == null) {
      var roundTrip =
          Double.isNaN(rttMillis) ? OptionalDouble.empty() : OptionalDouble.of(rttMillis);
      snapshot = new MemberSnapshot(record, since, roundTrip);
    }
    return snapshot;
  }

  /** The process itself was heard just now, which outweighs any rumour. */
  void heard(long nowMillis) {
    heardMillis = nowMillis;
  }

  long heardMillis() {
    return heardMillis;
  }

  /** Adds a measured round trip, smoothed as in TCP (RFC 6298, alpha 1/8). */
  void roundTrip(double millis) {
    rttMillis = Double.isNaN(rttMillis) ? millis : rttMillis + (millis - rttMillis) / 8;
    snapshot = null;
  }

  double rttMillis() {
    return rttMillis;
  }

  /** Its index among the present members in the table. */
  int place() {
    return place;
  }

  void place(int newPlace) {
    place = newPlace;
  }

  Suspicion suspicion() {
    return suspicion;
  }

  void suspect(Suspicion started) {
    suspicion = started;
  }

  void suspicionTimer(Timers.Timer timer) {
    if (suspicionTimer != null) {
      suspicionTimer.cancel();
    }
    suspicionTimer = timer;
  }

  void clearSuspicion() {
    suspicionTimer(null);
    suspicion = null;
  }
}

package io.hearsay.http.api;

import io.hearsay.agent.EventRing;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the ring of events to one listener, which gets the next event when it has taken the
 * previous one; nothing else is queued for it. Events that the ring has dropped by then are
 * reported as a gap.
 */
final class EventReader {
  /** The type of the event that replaces lost ones. */
  static final String GAP = "gap";

  /** An event as sent to the listener. */
  record Line(String id, String type, String data) {}

  private final EventRing ring;
  private final MultiEmitter<? super Line> out;
  private final Set<String> types;
  private final Clock clock;

  /** The thread that raises it from 0 reads; others leave the work to that one. */
  private final AtomicInteger reading = new AtomicInteger();

  private long at;
  private boolean gap;

  /**
   * Creates a reader that starts at a position.
   *
   * @param types to send; empty: all
   */
  EventReader(
      EventRing ring,
      MultiEmitter<? super Line> out,
      EventRing.Place place,
      Set<String> types,
      Clock clock) {
    this.ring = ring;
    this.out = out;
    this.types = types;
    this.clock = clock;
    this.at = place.number();
    this.gap = !place.certain();
  }

  /** Starts reading. */
  void begin() {
    var silence = ring.listen(this::read);
    out.onTermination(silence);
    out.onRequest(more -> read());
    read();
  }

  private void read() {
    if (reading.getAndIncrement() != 0) {
      return;
    }
    int calls = 1;
    do {
      while (out.requested() > 0 && !out.isCancelled() && step()) {
        // Continue with the next event.
      }
      calls = reading.addAndGet(-calls);
    } while (calls != 0);
  }

  /** Sends at most one event; false if there was none. */
  private boolean step() {
    if (gap) {
      gap = false;
      out.emit(lost(0, "these events are not known: the agent was started again since"));
      return true;
    }
    var next = ring.after(at);
    if (next.isEmpty()) {
      return false;
    }
    var entry = next.get();
    if (entry.number() != at + 1) {
      long from = at + 1;
      at = entry.number() - 1;
      out.emit(lost(from, "the listener was too slow, or away for too long"));
      return true;
    }
    at = entry.number();
    if (types.isEmpty() || types.contains(entry.event().type())) {
      out.emit(new Line(ring.id(at), entry.event().type(), EventJson.of(entry)));
    }
    return true;
  }

  private Line lost(long from, String reason) {
    return new Line(ring.id(at), GAP, EventJson.gap(from, at, reason, clock.instant()));
  }
}

package io.hearsay.agent;

import io.hearsay.text.VisibleText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Logs a line for each member that comes or goes, within limits: a burst of {@value #BURST} lines,
 * then one every {@value #REFILL_SECONDS} s; the rest are summed up once a minute. So a starting
 * cluster of hundreds has a line for each member, while an hour of members invented by a stranger
 * takes some 90 KB.
 */
final class MemberLog {
  private static final int BURST = 500;
  private static final int REFILL_SECONDS = 10;
  private static final long REFILL = Duration.ofSeconds(REFILL_SECONDS).toNanos();
  private static final long SUMMARY = Duration.ofMinutes(1).toNanos();

  private final Consumer<String> log;
  private final LongSupplier nanos;
  private final Map<String, Integer> kept = new TreeMap<>();
  private int lines = BURST;
  private long refilled;
  private long summed;

  /**
   * Creates a log with its full allowance.
   *
   * @param nanos a monotonic clock in nanoseconds
   */
  MemberLog(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.refilled = nanos.getAsLong();
  }

  /** Logs events that have just happened. */
  synchronized void add(List<AgentEvent.MemberEvent> events) {
    refill();
    for (var event : events) {
      if (lines > 0) {
        lines--;
        var member = event.member();
        log.accept(
            event.type()
                + ": "
                + VisibleText.text(member.name())
                + " at "
                + member.address().getHostAddress());
      } else {
        if (kept.isEmpty()) {
          summed = nanos.getAsLong();
        }
        kept.merge(event.type(), 1, Integer::sum);
      }
    }
  }

  /** Must be called regularly, even if nothing happens. */
  synchronized void tick() {
    if (!kept.isEmpty() && nanos.getAsLong() - summed >= SUMMARY) {
      var counts =
          kept.entrySet().stream()
              .map(e -> e.getKey() + ": " + e.getValue() + " more")
              .collect(Collectors.joining(", "));
      kept.clear();
      log.accept("too many members come and go for a line each; in the last minute " + counts);
    }
  }

  private void refill() {
    long due = (nanos.getAsLong() - refilled) / REFILL;
    refilled += due * REFILL;
    lines = (int) Math.min(BURST, lines + due);
  }
}

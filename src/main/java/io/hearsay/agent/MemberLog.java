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
 * A line of the log for each member that comes or goes, and one for all when that becomes too many:
 * {@value #BURST} lines at once, then one each {@value #REFILL_SECONDS} s; those that were kept
 * back are summed up once a minute. A cluster of hundreds that starts has a line for each member;
 * an hour of a stranger's inventions takes some 90 KB.
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
   * A log in which nothing was written yet.
   *
   * @param nanos a clock that never jumps
   */
  MemberLog(Consumer<String> log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
    this.refilled = nanos.getAsLong();
  }

  /** These happened, just now. */
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

  /** To be called now and then, also when nothing happens. */
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

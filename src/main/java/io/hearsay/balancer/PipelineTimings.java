package io.hearsay.balancer;

import io.hearsay.metric.Histogram;
import io.hearsay.metric.Measured;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The pipeline's durations. Written by its thread, read by any. Measured with the system clock
 * rather than the pipeline's, as no decision depends on them.
 */
final class PipelineTimings {
  private final Map<ProxyStatus.Method, Histogram> applies =
      new EnumMap<>(
          Map.of(
              ProxyStatus.Method.RUNTIME, Histogram.ofAnswers(),
              ProxyStatus.Method.RELOAD, Histogram.ofAnswers(),
              ProxyStatus.Method.FILE, Histogram.ofAnswers()));
  private final Histogram rendering = Histogram.ofAnswers();
  private final Histogram viewToApplied = Histogram.ofAnswers();

  /** When the oldest view that HAProxy does not reflect yet arrived. */
  private OptionalLong waiting = OptionalLong.empty();

  /** A text has been rendered, starting at {@code began} by {@link System#nanoTime}. */
  void rendered(long began) {
    rendering.record(System.nanoTime() - began);
  }

  /** A view that arrived at {@code came}, by {@link System#nanoTime}, wants a change. */
  void wanted(long came) {
    if (waiting.isEmpty()) {
      waiting = OptionalLong.of(came);
    }
  }

  /** HAProxy runs with everything that is wanted, after an apply of {@code took} milliseconds. */
  void applied(ProxyStatus.Method method, long took) {
    var histogram = applies.get(method);
    if (histogram != null) {
      histogram.recordMillis(took);
      waiting.ifPresent(came -> viewToApplied.record(System.nanoTime() - came));
    }
    waiting = OptionalLong.empty();
  }

  /** All durations. */
  List<Measured> all() {
    return List.of(
        apply(ProxyStatus.Method.RUNTIME),
        apply(ProxyStatus.Method.RELOAD),
        apply(ProxyStatus.Method.FILE),
        Measured.of("render", "Time to render HAProxy's configuration", rendering),
        Measured.of(
            "view.to.applied",
            "Time from a view that changes the servers until HAProxy runs with them, pauses included",
            viewToApplied));
  }

  private Measured apply(ProxyStatus.Method method) {
    return new Measured(
        "apply",
        "Time that an apply took that brought HAProxy to what is wanted",
        Map.of("method", method.name().toLowerCase(Locale.ROOT)),
        applies.get(method).snapshot());
  }
}

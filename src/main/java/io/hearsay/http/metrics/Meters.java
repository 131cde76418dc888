package io.hearsay.http.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/**
 * Registers figures that are read when somebody asks, each with its help; a unit, where it has one,
 * is the end of its name.
 *
 * @param registry where to
 * @param of what the figures are read from
 * @param prefix of all names
 */
record Meters<T>(MeterRegistry registry, T of, String prefix) {
  /** What goes up and down. */
  void gauge(String name, String help, ToDoubleFunction<T> value, String... labels) {
    Gauge.builder(prefix + name, of, value)
        .tags(Tags.of(labels))
        .description(help)
        .register(registry);
  }

  /** What only grows; {@code _total} is added to its name. */
  void counter(String name, String help, ToDoubleFunction<T> value, String... labels) {
    FunctionCounter.builder(prefix + name, of, value)
        .tags(Tags.of(labels))
        .description(help)
        .register(registry);
  }
}

package io.hearsay.http.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/**
 * Registers figures that are read on each scrape, each with its help; the name ends with the unit,
 * if there is one.
 *
 * @param registry where to register them
 * @param of what the figures are read from
 * @param prefix of all names
 */
record Meters<T>(MeterRegistry registry, T of, String prefix) {
  /** Registers a figure that goes up and down. */
  void gauge(String name, String help, ToDoubleFunction<T> value, String... labels) {
    Gauge.builder(prefix + name, of, value)
        .tags(Tags.of(labels))
        .description(help)
        .register(registry);
  }

  /** Registers a figure that only grows; {@code _total} is appended to its name. */
  void counter(String name, String help, ToDoubleFunction<T> value, String... labels) {
    FunctionCounter.builder(prefix + name, of, value)
        .tags(Tags.of(labels))
        .description(help)
        .register(registry);
  }
}

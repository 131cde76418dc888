package io.hearsay.http.metrics;

import io.hearsay.agent.Agent;
import io.hearsay.metric.Measured;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes the histograms that other packages record as {@code hearsay_NAME_seconds}, read on each
 * scrape.
 */
@Singleton
@SuppressWarnings("deprecation") // The Prometheus client that Quarkus uses is the older of two.
class Durations extends Collector {
  private final Agent agent;
  private final PrometheusMeterRegistry registry;

  Durations(Agent agent, PrometheusMeterRegistry registry) {
    this.agent = agent;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(this);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    var all = new LinkedHashMap<String, MetricFamilySamples>();
    agent
        .cluster()
        .ifPresent(c -> c.figures().flow().durations().forEach(d -> add(all, "protocol.", d)));
    agent.checks().ifPresent(h -> add(all, "", Measured.of("check", "Time a check took", h)));
    agent.proxy().ifPresent(p -> p.durations().forEach(d -> add(all, "proxy.", d)));
    return List.copyOf(all.values());
  }

  private static void add(Map<String, MetricFamilySamples> all, String part, Measured measured) {
    var name = ("hearsay." + part + measured.name() + ".seconds").replace('.', '_');
    all.computeIfAbsent(
            name,
            n ->
                new MetricFamilySamples(
                    n, "seconds", Type.HISTOGRAM, measured.help(), new ArrayList<>()))
        .samples
        .addAll(samples(name, measured));
  }

  private static List<MetricFamilySamples.Sample> samples(String name, Measured measured) {
    var labels = List.copyOf(measured.labels().keySet());
    var values = labels.stream().map(measured.labels()::get).toList();
    var withBound = new ArrayList<>(labels);
    withBound.add("le");
    var durations = measured.durations();
    var samples = new ArrayList<MetricFamilySamples.Sample>();
    for (int i = 0; i < durations.counts().size(); i++) {
      double bound =
          i < durations.bounds().size() ? durations.bounds().get(i) : Double.POSITIVE_INFINITY;
      var withValue = new ArrayList<>(values);
      withValue.add(doubleToGoString(bound));
      samples.add(
          new MetricFamilySamples.Sample(
              name + "_bucket", withBound, withValue, durations.counts().get(i)));
    }
    samples.add(new MetricFamilySamples.Sample(name + "_count", labels, values, durations.count()));
    samples.add(new MetricFamilySamples.Sample(name + "_sum", labels, values, durations.sum()));
    return samples;
  }
}

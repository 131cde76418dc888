package io.hearsay.http.metrics;

import io.hearsay.agent.Agent;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.balancer.plan.ReloadReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The metrics that only balancers have. */
@Singleton
class ProxyMetrics {
  private final Meters<Agent> meters;

  ProxyMetrics(Agent agent, MeterRegistry registry) {
    this.meters = new Meters<>(registry, agent, "hearsay.proxy.");
  }

  void register(@Observes StartupEvent event) {
    meters.of().up().thenAccept(settings -> meters.of().proxy().ifPresent(p -> pipeline()));
  }

  private void pipeline() {
    for (var reason : ReloadReason.values()) {
      meters.counter(
          "reloads",
          "Starts and reloads of HAProxy",
          of(s -> s.reloadsBy().getOrDefault(reason, 0L)),
          "reason",
          reason.label());
    }
    meters.gauge(
        "driven",
        "1 if HAProxy is started and reloaded from here, 0 if only its file is written",
        of(s -> s.driven() ? 1 : 0));
    meters.gauge("current", "1 if HAProxy runs with what is wanted", of(s -> s.current() ? 1 : 0));
    meters.gauge("servers", "Servers in the configuration", of(s -> s.servers().size()));
    meters.gauge("held", "Servers that come and go and are held back", of(s -> s.held().size()));
    meters.gauge(
        "leaving", "Removed servers that still have connections", of(ProxyStatus::leaving));
    meters.gauge(
        "old.processes",
        "Old HAProxy processes that finish connections",
        of(ProxyStatus::oldProcesses));
    meters.counter(
        "runtime.changes", "Servers changed at run time", of(ProxyStatus::runtimeChanges));
    meters.counter(
        "corrections",
        "Servers that others had changed on HAProxy's socket, put right",
        of(s -> s.counts().corrections()));
    meters.gauge(
        "certificates",
        "Certificates that TLS at the balancer serves with",
        of(s -> s.certificates().stream().filter(c -> c.expires().isPresent()).count()));
    meters.gauge(
        "certificates.refused",
        "Certificates in the balancer's directory that cannot serve",
        of(s -> s.certificates().stream().filter(c -> c.refused().isPresent()).count()));
    meters.gauge(
        "certificates.expiry.timestamp.seconds",
        "When the first certificate ends, since 1970; 0: there is none",
        of(
            s ->
                s.certificates().stream()
                    .flatMap(c -> c.expires().stream())
                    .mapToLong(Instant::getEpochSecond)
                    .min()
                    .orElse(0)));
    meters.counter("failures", "Applies that failed", of(ProxyStatus::failures));
    meters.counter(
        "rejected", "Values of members that did not pass the grammar", of(ProxyStatus::rejected));
    meters.counter("flaps", "Servers that went as if by a fault", of(ProxyStatus::flaps));
    observed();
  }

  private void observed() {
    meters.gauge(
        "servers.down",
        "Servers that HAProxy's own check has taken out",
        seen(o -> sum(o, s -> s.health().down() ? 1 : 0)));
    meters.gauge(
        "sessions",
        "Sessions of HAProxy with servers",
        seen(o -> sum(o, s -> s.load().sessions())));
    meters.gauge(
        "queue", "Requests that wait for a server", seen(o -> sum(o, s -> s.load().queue())));
    for (var kind : Drift.Kind.values()) {
      meters.gauge(
          "drift",
          "Servers that HAProxy has otherwise than it was given",
          seen(o -> o.drifts().stream().filter(d -> d.kind() == kind).count()),
          "kind",
          kind.label());
    }
  }

  private static ToDoubleFunction<Agent> of(ToDoubleFunction<ProxyStatus> value) {
    return agent -> agent.proxy().map(p -> value.applyAsDouble(p.status())).orElse(0.0);
  }

  private static ToDoubleFunction<Agent> seen(ToDoubleFunction<Observation> value) {
    return agent -> value.applyAsDouble(agent.observation());
  }

  private static long sum(Observation seen, ToLongFunction<ServerStat> value) {
    return seen.servers().stream().mapToLong(value).sum();
  }
}

package io.hearsay.http.metrics;

import io.hearsay.agent.Agent;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.finding.Finding;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.MemberStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The figures that an operator watches, at {@code /q/metrics}. */
@Singleton
class Metrics {
  private final Agent agent;
  private final MeterRegistry registry;

  Metrics(Agent agent, MeterRegistry registry) {
    this.agent = agent;
    this.registry = registry;
  }

  void register(@Observes StartupEvent event) {
    for (var status : MemberStatus.values()) {
      Gauge.builder("hearsay.members", agent, a -> members(a, status))
          .tag("status", status.text())
          .description("Members that this agent knows")
          .register(registry);
    }
    Gauge.builder(
            "hearsay.local.health",
            agent,
            a -> a.cluster().map(c -> c.figures().localHealth()).orElse(0))
        .description("Lifeguard's score of this member, 0 is well, 8 is worst")
        .register(registry);
    ClusterStats.countersHelp()
        .forEach(
            (name, help) ->
                FunctionCounter.builder("hearsay.protocol." + name, agent, a -> count(a, name))
                    .description(help)
                    .register(registry));
    for (var reason : ReloadReason.values()) {
      FunctionCounter.builder(
              "hearsay.proxy.reloads",
              agent,
              a -> proxy(a, s -> s.reloadsBy().getOrDefault(reason, 0L)))
          .tag("reason", reason.label())
          .description("Starts and reloads of HAProxy")
          .register(registry);
    }
    gauge("held", "Servers that come and go and are held back", s -> s.held().size());
    gauge("leaving", "Removed servers that still have connections", ProxyStatus::leaving);
    counter("runtime.changes", "Servers changed at run time", ProxyStatus::runtimeChanges);
    counter(
        "corrections",
        "Servers that others had changed on HAProxy's socket, put right",
        s -> s.counts().corrections());
    counter("failures", "Applies that failed", ProxyStatus::failures);
    counter("rejected", "Values of members that did not pass the grammar", ProxyStatus::rejected);
    gauge("servers", "Servers in the configuration", s -> s.servers().size());
    gauge(
        "old.processes",
        "Old HAProxy processes that finish connections",
        ProxyStatus::oldProcesses);
    observed(
        "servers.down",
        "Servers that HAProxy's own check has taken out",
        o -> sum(o, s -> s.health().down() ? 1 : 0));
    observed("sessions", "Sessions of HAProxy with servers", o -> sum(o, s -> s.load().sessions()));
    observed("queue", "Requests that wait for a server", o -> sum(o, s -> s.load().queue()));
    for (var kind : Drift.Kind.values()) {
      Gauge.builder(
              "hearsay.proxy.drift",
              agent,
              a -> a.observation().drifts().stream().filter(d -> d.kind() == kind).count())
          .tag("kind", kind.label())
          .description("Servers that HAProxy has otherwise than it was given")
          .register(registry);
    }
    for (var kind : Finding.Kind.values()) {
      Gauge.builder(
              "hearsay.findings",
              agent,
              a -> a.lastingFindings().stream().filter(f -> f.kind() == kind).count())
          .tag("kind", kind.label())
          .tag("level", kind.level().label())
          .description("What an operator should know")
          .register(registry);
    }
    gauge(
        "driven",
        "1 if HAProxy is started and reloaded from here, 0 if only its file is written",
        s -> s.driven() ? 1 : 0);
    gauge("current", "1 if HAProxy runs with what is wanted", s -> s.current() ? 1 : 0);
  }

  private void observed(String name, String help, ToDoubleFunction<Observation> value) {
    Gauge.builder("hearsay.proxy." + name, agent, a -> value.applyAsDouble(a.observation()))
        .description(help)
        .register(registry);
  }

  private static long sum(Observation seen, ToLongFunction<ServerStat> value) {
    return seen.servers().stream().mapToLong(value).sum();
  }

  private void counter(String name, String help, ToDoubleFunction<ProxyStatus> value) {
    FunctionCounter.builder("hearsay.proxy." + name, agent, a -> proxy(a, value))
        .description(help)
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<ProxyStatus> value) {
    Gauge.builder("hearsay.proxy." + name, agent, a -> proxy(a, value))
        .description(help)
        .register(registry);
  }

  private static double proxy(Agent agent, ToDoubleFunction<ProxyStatus> value) {
    return agent.proxy().map(p -> value.applyAsDouble(p.status())).orElse(0.0);
  }

  private static double members(Agent agent, MemberStatus status) {
    return agent
        .cluster()
        .map(c -> c.view().members().stream().filter(m -> m.status() == status).count())
        .orElse(0L);
  }

  private static double count(Agent agent, String name) {
    return agent.cluster().map(c -> c.figures().counters().getOrDefault(name, 0L)).orElse(0L);
  }
}

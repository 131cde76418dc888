package io.hearsay.http.metrics;

import io.hearsay.agent.Agent;
import io.hearsay.finding.Finding;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.JoinRefusal;
import io.hearsay.membership.MemberStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The metrics that every agent has, at {@code /q/metrics}. */
@Singleton
class Metrics {
  private final Meters<Agent> meters;
  private final String version;

  Metrics(
      Agent agent,
      MeterRegistry registry,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.meters = new Meters<>(registry, agent, "hearsay.");
    this.version = version;
  }

  void register(@Observes StartupEvent event) {
    meters.gauge(
        "build.info",
        "1; which Hearsay this is",
        a -> 1,
        "version",
        version,
        "runtime",
        System.getProperty("org.graalvm.nativeimage.imagecode") == null ? "jvm" : "native");
    for (var status : MemberStatus.values()) {
      meters.gauge(
          "members",
          "Members that this agent knows",
          a -> members(a, status),
          "status",
          status.text());
    }
    meters.gauge(
        "local.health",
        "Lifeguard's score of this member, 0 is well, 8 is worst",
        a -> a.cluster().map(c -> c.figures().localHealth()).orElse(0));
    meters.gauge(
        "protocol.queue",
        "News that this member still has to tell",
        a -> a.cluster().map(c -> c.figures().flow().queued()).orElse(0));
    ClusterStats.countersHelp()
        .forEach((name, help) -> meters.counter("protocol." + name, help, a -> count(a, name)));
    joinsRefused();
    meters.of().up().thenAccept(settings -> ofThisAgent());
  }

  /**
   * Removes the meters. The registry outlives the application, and would still read from this agent
   * after another one has started in the same process, as in tests.
   */
  void forget(@Observes ShutdownEvent event) {
    meters.registry().clear();
  }

  /** Registers metrics that only some agents have. */
  private void ofThisAgent() {
    meters.gauge(
        "check.passing",
        "1 if the application may have traffic, as far as its check tells",
        a -> a.app().filter(app -> app.passing()).isPresent() ? 1 : 0);
    for (var program : meters.of().restarts().keySet()) {
      meters.counter(
          "supervise.restarts",
          "Times that a program was started again",
          a -> a.restarts().getOrDefault(program, 0),
          "program",
          program);
    }
    for (var kind : Finding.Kind.values()) {
      meters.gauge(
          "findings",
          "What an operator should know",
          a -> a.lastingFindings().stream().filter(f -> f.kind() == kind).count(),
          "kind",
          kind.label(),
          "level",
          kind.level().label());
    }
  }

  private void joinsRefused() {
    for (var direction : JoinRefusal.Direction.values()) {
      for (var reason : JoinRefusal.values()) {
        if (reason.happens(direction)) {
          meters.counter(
              "joins.refused",
              "Joins that came to nothing: out, of this member with a seed; in, of others with this"
                  + " member",
              a ->
                  a.cluster().map(c -> c.figures().refusedJoins().of(direction, reason)).orElse(0L),
              "direction",
              direction.text(),
              "reason",
              reason.text());
        }
      }
    }
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

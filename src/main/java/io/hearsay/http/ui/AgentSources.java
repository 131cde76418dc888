package io.hearsay.http.ui;

import io.hearsay.agent.Agent;
import io.hearsay.balancer.Proxy;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The data of this process's agent. */
@Singleton
class AgentSources implements Sources {
  /**
   * Time from one observation of HAProxy, made once a second, to the next, including the answer.
   */
  private static final Duration LOOK = Duration.ofMillis(1050);

  private static final Duration LEAST = Duration.ofMillis(100);

  private final Agent agent;
  private final RecentEvents events;
  private final String version;
  private final String assets;
  private final Clock clock = Clock.systemUTC();
  private volatile Seen seen = new Seen(Observation.NONE, 0);

  /** The state of all servers of one observation as a number, computed once. */
  private record Seen(Observation observation, int state) {}

  AgentSources(
      Agent agent,
      RecentEvents events,
      Assets assets,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.agent = agent;
    this.events = events;
    this.assets = assets.mark();
    this.version = version;
  }

  @Override
  public Optional<Pulse> pulse() {
    var observation = agent.observation();
    return agent
        .cluster()
        .map(
            cluster ->
                new Pulse(
                    agent.events().last(),
                    31L * cluster.view().version()
                        + agent.proxy().map(p -> state(p, observation)).orElse(0L),
                    observation.at().map(Instant::toEpochMilli).orElse(0L)));
  }

  private long state(Proxy proxy, Observation observation) {
    var known = seen;
    if (!isSame(known.observation(), observation)) {
      int state = 0;
      for (var server : observation.servers()) {
        state = 31 * state + Objects.hash(server.name(), server.health().status());
      }
      known = new Seen(observation, 31 * state + observation.drifts().hashCode());
      seen = known;
    }
    var status = proxy.status();
    return 31L * Objects.hash(status.revisions(), status.last(), status.process()) + known.state();
  }

  @SuppressWarnings("ReferenceEquality") // Comparing their contents would cost more.
  private static boolean isSame(Observation a, Observation b) {
    return a == b;
  }

  @Override
  public PageSource take() {
    var cluster = agent.cluster().orElseThrow();
    var now = clock.instant();
    return new PageSource(
        cluster.view(),
        cluster.figures(),
        agent
            .proxy()
            .map(
                proxy ->
                    new PageSource.Balancer(
                        proxy.status(),
                        proxy.catalog(),
                        agent.observation(),
                        agent.history().flatMap(History::services),
                        proxy.texts())),
        new PageSource.Happened(events.newestFirst(), events.appliesNewestFirst()),
        new PageSource.Build(
            version, assets, now.minus(agent.uptime()).truncatedTo(ChronoUnit.SECONDS)),
        now);
  }

  /**
   * Bounds the wait from below, so that the page is not requested ever faster if observations fail.
   */
  private static Duration bounded(Duration wait) {
    boolean late = wait.compareTo(LOOK.negated()) < 0 || wait.compareTo(LOOK) > 0;
    return late ? LOOK : wait.compareTo(LEAST) < 0 ? LEAST : wait;
  }

  @Override
  public long nextLook() {
    return agent
        .observation()
        .at()
        .map(at -> Duration.between(clock.instant(), at.plus(LOOK)))
        .map(AgentSources::bounded)
        .map(Duration::toMillis)
        .orElse(0L);
  }
}

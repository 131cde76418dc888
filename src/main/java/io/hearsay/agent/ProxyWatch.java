package io.hearsay.agent;

import io.hearsay.balancer.Proxy;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.Observer;
import io.hearsay.balancer.observe.Watch;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at the balancer's HAProxy for as long as the agent runs. */
final class ProxyWatch implements AutoCloseable {
  /** HAProxy answers within milliseconds, or hangs. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Observer observer;
  private final Watch watch;

  private ProxyWatch(Observer observer) {
    this.observer = observer;
    this.watch = Watch.start(observer);
  }

  /**
   * Begins to look.
   *
   * @param onDrift called on a thread of its own; must not block
   */
  static ProxyWatch start(BalancerSettings settings, Proxy proxy, Consumer<Drift> onDrift) {
    var socket = new RuntimeApi(settings.socket(), ANSWER_LIMIT);
    // Of a HAProxy that is not driven from here it is not known what it was given.
    Supplier<Optional<String>> given = settings.drives() ? proxy::appliedConfig : Optional::empty;
    return new ProxyWatch(new Observer(socket::ask, given, Clock.systemUTC(), onDrift));
  }

  /** What was seen last. */
  Observation observation() {
    return observer.observation();
  }

  /** What was seen in the last hour. */
  History history() {
    return observer.history();
  }

  @Override
  public void close() {
    watch.close();
  }
}

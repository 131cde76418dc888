package io.hearsay.agent;

import io.hearsay.balancer.Reconciler;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.haproxy.Strangers;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.Observer;
import io.hearsay.balancer.observe.Watch;
import io.hearsay.balancer.plan.Deviation;
import io.hearsay.balancer.plan.NewListeners;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Observes the balancer's HAProxy while the agent is running. */
final class ProxyWatch implements AutoCloseable {
  /** Time limit of an answer; HAProxy answers within milliseconds unless it hangs. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final Observer observer;
  private final Watch watch;

  private ProxyWatch(Observer observer) {
    this.observer = observer;
    this.watch = Watch.start(observer);
  }

  /**
   * Starts observing.
   *
   * @param onDrift called on a thread of its own; must not block
   */
  static ProxyWatch start(BalancerSettings settings, Reconciler proxy, Consumer<Drift> onDrift) {
    var socket = new RuntimeApi(settings.socket(), ANSWER_LIMIT);
    // The configuration of a HAProxy that we do not control is unknown.
    Supplier<Optional<String>> given = settings.drives() ? proxy::appliedConfig : Optional::empty;
    var strangers = new Strangers(settings.config(), settings.pidFile());
    var listener =
        new Observer.Listener() {
          private String bound = "";
          private Set<Strangers.Address> addresses = Set.of();

          @Override
          public void drifted(Drift drift) {
            onDrift.accept(drift);
          }

          @Override
          public List<String> strangers(Optional<String> text) {
            return text.filter(t -> settings.startsHere()).stream()
                .flatMap(t -> strangers.on(addresses(t)).stream())
                .map(Strangers.Stranger::text)
                .toList();
          }

          /** Of a text that is nearly always the one of a second ago. */
          private Set<Strangers.Address> addresses(String text) {
            if (!text.equals(bound)) {
              addresses = NewListeners.addresses(text);
              bound = text;
            }
            return addresses;
          }

          @Override
          public void lasting(String text, List<Deviation> deviations) {
            proxy.drifted(text, deviations);
          }
        };
    return new ProxyWatch(new Observer(socket::ask, given, Clock.systemUTC(), listener));
  }

  /** The last observation. */
  Observation observation() {
    return observer.observation();
  }

  /** The observations of the last hour. */
  History history() {
    return observer.history();
  }

  @Override
  public void close() {
    watch.close();
  }
}

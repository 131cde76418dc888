package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.ConfigCheck;
import io.hearsay.balancer.haproxy.Elsewhere;
import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.haproxy.HaproxyHost;
import io.hearsay.balancer.haproxy.Launcher;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.haproxy.Strangers;
import io.hearsay.balancer.haproxy.TimedApi;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.plan.NewListeners;
import io.hearsay.metric.Histogram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** This machine, with a real HAProxy. */
public final class LocalHost implements HaproxyHost {
  /** Time limit of one call to HAProxy's runtime API. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  private final Launcher launcher;
  private final ConfigCheck check;
  private final Histogram answers = Histogram.ofAnswers();
  private final Strangers strangers;

  /** Creates an instance with the HAProxy of these settings. */
  public LocalHost(BalancerSettings settings) {
    this.launcher = settings.launcher();
    this.check = new ConfigCheck(settings.haproxy());
    this.strangers = new Strangers(settings.config(), settings.pidFile());
  }

  @Override
  public Launcher launcher() {
    return launcher;
  }

  @Override
  public HaproxyApi api(Path socket) {
    return new TimedApi(new RuntimeApi(socket, ANSWER_LIMIT), answers);
  }

  /** How long HAProxy took to answer on its socket. */
  public Histogram answers() {
    return answers;
  }

  @Override
  public Optional<String> check(Path file) throws IOException {
    return check.check(file);
  }

  @Override
  public Optional<String> obstacle(String running, String wanted) {
    return NewListeners.obstacle(running, wanted);
  }

  @Override
  public Optional<String> stranger(String wanted) {
    var texts =
        strangers.on(NewListeners.addresses(wanted)).stream()
            .map(Strangers.Stranger::text)
            .toList();
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
  }

  @Override
  public Elsewhere elsewhere() throws IOException {
    return Elsewhere.find();
  }
}

package io.hearsay.membership.node;

import io.hearsay.membership.ClusterSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Notices when the advertised address is no longer one of this host's, as when a container is moved
 * to another network, and chooses a new one; also when it was only a guess because no seed had an
 * address, and there now is one that routes to a seed. An address that the operator gave literally
 * is never replaced: it may be that of a router.
 */
final class AddressWatch {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");
  private static final long INTERVAL_MILLIS = 1000;

  private final Vertx vertx;
  private final Context context;
  private final ClusterSettings settings;
  private final Supplier<Set<InetSocketAddress>> seeds;
  private final Consumer<InetAddress> moved;
  private Present current;
  private boolean stopped;

  /**
   * The address advertised now.
   *
   * @param guessed whether to choose again as soon as a seed is known
   */
  record Present(InetAddress address, boolean guessed) {}

  AddressWatch(
      Vertx vertx,
      Context context,
      ClusterSettings settings,
      Present current,
      Supplier<Set<InetSocketAddress>> seeds,
      Consumer<InetAddress> moved) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.current = current;
    this.seeds = seeds;
    this.moved = moved;
  }

  /** Starts watching, unless the address cannot change. */
  void start() {
    boolean spelledOut = AdvertiseAddress.isSpelledOut(settings.advertise());
    if (!spelledOut && settings.bind().getAddress().isAnyLocalAddress()) {
      again();
    }
  }

  void stop() {
    stopped = true;
  }

  private void again() {
    vertx.setTimer(INTERVAL_MILLIS, t -> context.runOnContext(v -> look()));
  }

  private void look() {
    if (stopped) {
      return;
    }
    var asked = current;
    context
        .<Optional<AdvertiseAddress.Choice>>executeBlocking(() -> other(asked), false)
        .onComplete(
            result -> {
              if (result.succeeded() && result.result().isPresent() && !stopped) {
                var choice = result.result().get();
                boolean same = choice.address().equals(current.address());
                var before = current.address().getHostAddress();
                current = new Present(choice.address(), choice.guessed());
                if (same) {
                  again();
                  return;
                }
                LOG.infof(
                    "%s is reached at %s from now on, not at %s: %s",
                    settings.name(), choice.address().getHostAddress(), before, choice.reason());
                moved.accept(choice.address());
              }
              again();
            });
  }

  private Optional<AdvertiseAddress.Choice> other(Present now) throws IOException {
    boolean here = AdvertiseAddress.isHere(now.address());
    if (here && !(now.guessed() && !seeds.get().isEmpty())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              AdvertiseAddress.choose(
                  settings.advertise(), settings.bind().getAddress(), List.copyOf(seeds.get())))
          .filter(choice -> !here || !choice.guessed());
    } catch (IOException e) {
      // There is no network at all: keep the old address until there is one.
      return Optional.empty();
    }
  }
}

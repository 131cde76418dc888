package io.hearsay.membership.atomix;

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.messaging.BroadcastService;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.cluster.messaging.UnicastService;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.transport.TransportLimits;
import io.vertx.core.Context;
import java.util.concurrent.CompletableFuture;

/** What Atomix' services are built on: one member's sockets for datagrams and connections. */
final class VertxBootstrap implements BootstrapService {
  private final VertxMessagingService messaging;
  private final VertxUnicastService unicast;

  /** Creates the services unbound; all of them run on {@code context}. */
  VertxBootstrap(Context context, ClusterSettings settings) {
    this.messaging =
        new VertxMessagingService(
            context,
            settings.bind(),
            settings.label(),
            settings.keyring(),
            TransportLimits.standard(),
            settings.allow());
    this.unicast = new VertxUnicastService(context, settings.bind());
  }

  /** Binds both sockets; fails if either cannot be bound. */
  CompletableFuture<Void> start() {
    return messaging.start().thenCompose(m -> unicast.start()).thenApply(u -> null);
  }

  /** Sends a farewell on all tripwires and closes both sockets. */
  CompletableFuture<Void> stop() {
    return messaging.stop().thenCompose(v -> unicast.stop());
  }

  /** The TCP connections in both directions. */
  TcpTransport links() {
    return messaging.links();
  }

  @Override
  public MessagingService getMessagingService() {
    return messaging;
  }

  @Override
  public UnicastService getUnicastService() {
    return unicast;
  }

  @Override
  public BroadcastService getBroadcastService() {
    throw new UnsupportedOperationException("Hearsay does not broadcast");
  }
}

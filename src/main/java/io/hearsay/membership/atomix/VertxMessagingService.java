package io.hearsay.membership.atomix;

import io.atomix.cluster.messaging.ManagedMessagingService;
import io.atomix.cluster.messaging.MessagingService;
import io.atomix.utils.net.Address;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.transport.RequestFailedException;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.transport.TransportLimits;
import io.vertx.core.Context;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Questions, answers and tripwires over TCP. Each question has a connection of its own: questions
 * are as rare as joins, and whether a new connection is accepted is part of what they find out.
 * Atomix calls the subject of a question its type; it is sent with the question, and only the
 * handler registered for it is called.
 */
final class VertxMessagingService implements ManagedMessagingService {
  private static final Logger LOG = Logger.getLogger("hearsay.cluster");
  private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(5);

  private final Context context;
  private final InetSocketAddress bind;
  private final TcpTransport links;
  private final Map<String, BiFunction<Address, byte[], CompletableFuture<byte[]>>> handlers =
      new ConcurrentHashMap<>();
  private NetServer server;
  private NetClient client;

  /**
   * Creates the service unbound.
   *
   * @param context on which all connections run
   * @param label of the cluster; peers with another one are not understood
   */
  VertxMessagingService(
      Context context,
      InetSocketAddress bind,
      String label,
      Keyring keyring,
      TransportLimits limits,
      Predicate<InetAddress> allowed) {
    this.context = context;
    this.bind = bind;
    this.links = new TcpTransport(context, label, keyring, new SecureRandom(), limits, allowed);
  }

  /** The TCP connections in both directions. */
  TcpTransport links() {
    return links;
  }

  @Override
  public CompletableFuture<MessagingService> start() {
    var options = new NetClientOptions().setTcpNoDelay(true).setReuseAddress(true);
    if (!bind.getAddress().isAnyLocalAddress()) {
      // Others know this member by this address, and may allow no other.
      options.setLocalAddress(bind.getAddress().getHostAddress());
    }
    client = context.owner().createNetClient(options);
    server =
        context
            .owner()
            .createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true))
            .connectHandler(socket -> links.accept(socket, this::asked));
    links.client(client);
    return server
        .listen(bind.getPort(), bind.getAddress().getHostAddress())
        .map(s -> (MessagingService) this)
        .toCompletionStage()
        .toCompletableFuture();
  }

  private Optional<CompletableFuture<byte[]>> asked(
      InetSocketAddress from, String subject, byte[] question) {
    var handler = handlers.get(subject);
    if (handler == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(handler.apply(Addresses.of(from), question));
    } catch (RuntimeException e) {
      // The question is malformed.
      LOG.debugf("a question about %s from %s is not answered: %s", subject, from, e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Address address() {
    return Addresses.of(bind);
  }

  @Override
  public CompletableFuture<Void> sendAsync(
      Address address, String type, byte[] payload, boolean keepAlive) {
    return sendAndReceive(address, type, payload, keepAlive).thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address address, String type, byte[] payload, boolean keepAlive) {
    return sendAndReceive(address, type, payload, keepAlive, DEFAULT_LIMIT);
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address address, String type, byte[] payload, boolean keepAlive, Executor executor) {
    return sendAndReceive(address, type, payload, keepAlive, DEFAULT_LIMIT, executor);
  }

  /**
   * Asks one question; on the context.
   *
   * @param type the subject
   * @return completes with the answer, or fails with a {@link RequestFailedException}
   */
  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address address, String type, byte[] payload, boolean keepAlive, Duration timeout) {
    return links.ask(Addresses.of(address), type, payload, timeout.toMillis());
  }

  @Override
  public CompletableFuture<byte[]> sendAndReceive(
      Address address,
      String type,
      byte[] payload,
      boolean keepAlive,
      Duration timeout,
      Executor executor) {
    return sendAndReceive(address, type, payload, keepAlive, timeout)
        .thenApplyAsync(answer -> answer, executor);
  }

  @Override
  public void registerHandler(String type, BiConsumer<Address, byte[]> handler, Executor executor) {
    registerHandler(
        type,
        (from, question) ->
            CompletableFuture.supplyAsync(
                () -> {
                  handler.accept(from, question);
                  return new byte[0];
                },
                executor));
  }

  @Override
  public void registerHandler(
      String type, BiFunction<Address, byte[], byte[]> handler, Executor executor) {
    registerHandler(
        type,
        (from, question) ->
            CompletableFuture.supplyAsync(() -> handler.apply(from, question), executor));
  }

  @Override
  public void registerHandler(
      String type, BiFunction<Address, byte[], CompletableFuture<byte[]>> handler) {
    handlers.put(type, handler);
  }

  @Override
  public void unregisterHandler(String type) {
    handlers.remove(type);
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  /** Sends a farewell on all tripwires, then closes everything. */
  @Override
  public CompletableFuture<Void> stop() {
    if (server == null) {
      return CompletableFuture.completedFuture(null);
    }
    var closing = server;
    server = null;
    return links
        .farewell()
        .compose(v -> closing.close())
        .compose(v -> client.close())
        .toCompletionStage()
        .toCompletableFuture();
  }
}

package io.hearsay.appcheck;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

/** Checks that a connection can be opened. */
final class TcpProbe implements Probe {
  private final Supplier<SocketAddress> where;
  private final NetClient client;

  /**
   * @param where called for each check, as the member's port and address may change
   */
  TcpProbe(Vertx vertx, Supplier<SocketAddress> where, Duration timeout) {
    this.where = where;
    this.client =
        vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) timeout.toMillis()));
  }

  @Override
  public Future<Void> ask() {
    return Future.succeededFuture()
        .compose(v -> client.connect(where.get()))
        .compose(NetSocket::close);
  }
}

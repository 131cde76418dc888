package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.Mismatch;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.TripwireEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The TCP connections of one member, in both directions. Confined to one context. */
public final class TcpTransport {
  private static final byte[] NOTHING = new byte[0];

  private static final RequestFailedException UNANSWERED =
      new RequestFailedException(RequestFailedException.Why.UNANSWERED);

  /** One connection in this many is reserved for members. */
  private static final int KEPT = 4;

  /** Tripwires per peer: one, and another while it is being reopened; the oldest is closed. */
  private static final int WIRES = 2;

  private final Context context;
  private final String label;
  private final SecureRandom random;
  private final TransportLimits limits;
  private final ByteBudget budget;
  private final Predicate<InetAddress> allowed;
  private final Set<FramedConnection> tripwires = new HashSet<>();
  private final Map<Long, SequencedSet<InboundPeer>> watchers = new HashMap<>();
  private final Map<String, Integer> inboundByHost = new HashMap<>();
  private Keyring keyring;
  private NetClient client;
  private int inbound;
  private long refused;
  private LongConsumer lost = nonce -> {};
  private LongPredicate member = nonce -> true;
  private Predicate<InetAddress> host = ip -> true;
  private RefusalListener refusals = new Unheard();

  /**
   * Creates a transport on {@code context} that accepts connections only from {@code allowed}
   * addresses.
   */
  public TcpTransport(
      Context context,
      String label,
      Keyring keyring,
      SecureRandom random,
      TransportLimits limits,
      Predicate<InetAddress> allowed) {
    this.allowed = allowed;
    this.context = context;
    this.label = label;
    this.keyring = keyring;
    this.random = random;
    this.limits = limits;
    this.budget = new ByteBudget(limits.maxHeld());
  }

  /** Sets the client that opens connections; must be called before the first request. */
  public void client(NetClient newClient) {
    client = newClient;
  }

  /** Replaces the keys for connections that are opened from now on. */
  public void rekey(Keyring newKeyring) {
    keyring = newKeyring;
  }

  /**
   * Sets the listener for tripwires opened by peers that broke without a farewell; it is given the
   * peer's nonce.
   */
  public void onLost(LongConsumer listener) {
    lost = listener;
  }

  /** Sets the listener for refused connections. */
  public void onRefused(RefusalListener listener) {
    refusals = listener;
  }

  /** Ignores everything. */
  private static final class Unheard implements RefusalListener {
    @Override
    public void forbidden(InetAddress from) {}

    @Override
    public void crowded(InetAddress from) {}

    @Override
    public void mismatched(InetAddress from, Mismatch why, byte[] began) {}
  }

  /**
   * Sets how to recognise members, so that strangers cannot use up all connections.
   *
   * @param newMember whether the boot with a nonce is present
   * @param newHost whether a present member is at an address
   */
  public void members(LongPredicate newMember, Predicate<InetAddress> newHost) {
    member = newMember;
    host = newHost;
  }

  /** Creates one end of a connection, with the callbacks of its owner. */
  private FramedConnection stream(
      NetSocket socket,
      boolean connector,
      Runnable ready,
      BiConsumer<Integer, byte[]> frames,
      BiConsumer<Mismatch, byte[]> mismatched) {
    return new FramedConnection(
        socket,
        connector,
        new FramedConnection.Sealing(keyring, label, random),
        new FramedConnection.Bounds(limits.maxFrame(), budget),
        ready,
        frames,
        mismatched);
  }

  /**
   * Accepts an inbound connection within the limits, otherwise closes it; {@code questions} answers
   * the question it asks.
   */
  public void accept(NetSocket socket, Questions questions) {
    var from = socket.remoteAddress().hostAddress();
    var ip = io.smallrye.common.net.Inet.parseInetAddress(from);
    int fromHost = inboundByHost.getOrDefault(from, 0);
    boolean permitted = ip != null && allowed.test(ip);
    if (inbound >= limits.maxConnections()
        || fromHost >= limits.maxConnectionsPerHost()
        || !permitted
        || !isWelcome(ip)) {
      refused++;
      socket.close();
      if (permitted) {
        refusals.crowded(ip);
      } else if (ip != null) {
        refusals.forbidden(ip);
      }
      return;
    }
    inbound++;
    inboundByHost.put(from, fromHost + 1);
    var peer =
        new InboundPeer(
            socket, new InetSocketAddress(ip, socket.remoteAddress().port()), questions);
    long greeting =
        context.owner().setTimer(limits.greetingMillis(), t -> peer.closeUnlessOfAMember());
    socket.closeHandler(
        closed -> {
          inbound--;
          inboundByHost.computeIfPresent(from, (h, count) -> count == 1 ? null : count - 1);
          context.owner().cancelTimer(greeting);
          peer.closed();
        });
    socket.exceptionHandler(failure -> {});
  }

  /** Whether another connection from there is accepted; the last ones are reserved for members. */
  private boolean isWelcome(InetAddress ip) {
    boolean scarce = inbound >= limits.maxConnections() - limits.maxConnections() / KEPT;
    return !scarce || host.test(ip);
  }

  /** Number of bytes buffered for incomplete frames. */
  long held() {
    return budget.held();
  }

  /** Number of connections refused so far. */
  public long refused() {
    return refused;
  }

  /**
   * Closes the tripwires of a member that is gone: a host that was cut off never closes them, and
   * they would accumulate. When it returns it finds the farewell, and does not believe that we are
   * dead.
   */
  public void forget(long nonce) {
    var peers = watchers.get(nonce);
    if (peers != null) {
      List.copyOf(peers).forEach(InboundPeer::end);
    }
  }

  private final class InboundPeer {
    private final FramedConnection frames;
    private final InetSocketAddress from;
    private final Questions questions;
    private boolean asked;
    private Long watched;
    private boolean farewell;

    InboundPeer(NetSocket socket, InetSocketAddress from, Questions questions) {
      this.questions = questions;
      this.from = from;
      this.frames =
          stream(
              socket,
              false,
              () -> {},
              this::frame,
              (why, began) -> refusals.mismatched(from.getAddress(), why, began));
    }

    private void frame(int kind, byte[] body) {
      switch (kind) {
        case FramedConnection.QUESTION -> question(body);
        case FramedConnection.TRIPWIRE -> {
          for (var message : Codec.decode(body).orElse(List.of())) {
            if (message instanceof Message.Tripwire tripwire && watched == null) {
              watched = tripwire.nonce();
              tripwires.add(frames);
              var same = watchers.computeIfAbsent(watched, n -> new LinkedHashSet<>());
              same.add(this);
              if (same.size() > WIRES) {
                same.getFirst().end();
              }
            }
          }
        }
        case FramedConnection.FAREWELL -> {
          farewell = true;
          frames.close();
        }
        default -> frames.close();
      }
    }

    /**
     * Handles a question, one per connection, so that pending answers are bounded by the number of
     * connections.
     */
    private void question(byte[] body) {
      var question = Question.decode(body);
      if (asked || question.isEmpty()) {
        frames.close();
        return;
      }
      asked = true;
      questions
          .asked(from, question.get().subject(), question.get().body())
          .orElseGet(() -> CompletableFuture.failedFuture(UNANSWERED))
          .whenComplete(
              (answer, failure) ->
                  context.runOnContext(
                      v ->
                          frames.send(
                              failure == null
                                  ? FramedConnection.ANSWER
                                  : FramedConnection.UNANSWERED,
                              failure == null ? answer : NOTHING)));
    }

    void closeUnlessOfAMember() {
      if (watched == null) {
        frames.close();
      } else if (!member.test(watched)) {
        end();
      }
    }

    /** Closes a tripwire with a farewell, so that the peer does not believe that we are dead. */
    void end() {
      tripwires.remove(frames);
      if (frames.isReady()) {
        frames.send(FramedConnection.FAREWELL, NOTHING);
      }
      frames.close();
    }

    void closed() {
      frames.closed();
      if (watched != null) {
        watchers.computeIfPresent(
            watched,
            (n, all) -> {
              all.remove(this);
              return all.isEmpty() ? null : all;
            });
      }
      // Tripwires that we close ourselves are no longer in the set.
      if (tripwires.remove(frames) && !farewell) {
        lost.accept(watched);
      }
    }
  }

  /**
   * Asks one question on a connection of its own.
   *
   * @param subject selects the peer's responder, see {@link Question}
   * @return completes with the answer, or fails with a {@link RequestFailedException}
   */
  public CompletableFuture<byte[]> ask(
      InetSocketAddress to, String subject, byte[] body, long limitMillis) {
    var question = new Question(subject, body).encoded();
    var result = new CompletableFuture<byte[]>();
    var open = new FramedConnection[1];
    var sockets = new NetSocket[1];
    long timer =
        context
            .owner()
            .setTimer(
                Math.max(1, limitMillis),
                t -> {
                  var why =
                      sockets[0] == null
                          ? RequestFailedException.Why.UNREACHABLE
                          : RequestFailedException.Why.SILENT;
                  result.completeExceptionally(new RequestFailedException(why));
                  if (sockets[0] != null) {
                    sockets[0].close();
                  }
                });
    connect(to)
        .onFailure(failure -> result.completeExceptionally(unanswered(failure)))
        .onSuccess(
            socket -> {
              sockets[0] = socket;
              if (result.isDone()) {
                socket.close();
                return;
              }
              socket.exceptionHandler(failure -> {});
              socket.closeHandler(
                  v -> {
                    open[0].closed();
                    result.completeExceptionally(
                        new RequestFailedException(
                            open[0].isReady()
                                ? RequestFailedException.Why.CLOSED
                                : RequestFailedException.Why.CLOSED_AT_ONCE));
                  });
              open[0] =
                  stream(
                      socket,
                      true,
                      () -> open[0].send(FramedConnection.QUESTION, question),
                      (kind, answer) -> {
                        if (kind == FramedConnection.ANSWER) {
                          result.complete(answer);
                        } else if (kind == FramedConnection.UNANSWERED) {
                          result.completeExceptionally(UNANSWERED);
                        }
                        socket.close();
                      },
                      (why, began) ->
                          result.completeExceptionally(
                              RequestFailedException.mismatched(why, began)));
            });
    result.whenComplete((answer, failure) -> context.owner().cancelTimer(timer));
    return result;
  }

  private static RequestFailedException unanswered(Throwable failure) {
    boolean refused =
        failure instanceof ConnectException
            && String.valueOf(failure.getMessage()).contains("refused");
    return new RequestFailedException(
        refused ? RequestFailedException.Why.REFUSED : RequestFailedException.Why.UNREACHABLE);
  }

  /**
   * Opens a tripwire.
   *
   * @param self nonce of the local boot
   * @param whenEnded called once if it cannot be opened, or ends other than by our farewell
   * @return closes it with a farewell when run
   */
  public Runnable tripwire(InetSocketAddress to, long self, Consumer<TripwireEnd> whenEnded) {
    var wire = new OutboundWire(self, whenEnded);
    connect(to).onSuccess(wire::connected).onFailure(wire::failed);
    return wire::farewell;
  }

  /**
   * Opens a connection; fails once the client is closed, since shutting down may trigger a last
   * request.
   */
  private Future<NetSocket> connect(InetSocketAddress to) {
    try {
      return client.connect(to.getPort(), to.getAddress().getHostAddress());
    } catch (IllegalStateException e) {
      return Future.failedFuture(e);
    }
  }

  private final class OutboundWire {
    private final long self;
    private final Consumer<TripwireEnd> whenEnded;
    private FramedConnection frames;
    private boolean over;

    OutboundWire(long self, Consumer<TripwireEnd> whenEnded) {
      this.self = self;
      this.whenEnded = whenEnded;
    }

    void connected(NetSocket socket) {
      if (over) {
        socket.close();
        return;
      }
      socket.exceptionHandler(failure -> {});
      socket.closeHandler(v -> ended());
      // A mismatch was already reported by the questions that came first.
      frames = stream(socket, true, this::ready, this::frame, (why, began) -> {});
      tripwires.add(frames);
    }

    private void ready() {
      frames.send(FramedConnection.TRIPWIRE, Codec.encode(new Message.Tripwire(self)));
    }

    private void frame(int kind, byte[] body) {
      // The peer is shutting down, which it announces by other means, or believed that we were
      // gone.
      end(TripwireEnd.FAREWELL);
      frames.close();
    }

    private void ended() {
      tripwires.remove(frames);
      frames.closed();
      end(frames.isReady() ? TripwireEnd.BROKEN : TripwireEnd.UNOPENED);
    }

    void failed(Throwable failure) {
      boolean refused = unanswered(failure).why() == RequestFailedException.Why.REFUSED;
      end(refused ? TripwireEnd.BROKEN : TripwireEnd.UNOPENED);
    }

    private void end(TripwireEnd how) {
      if (!over) {
        over = true;
        whenEnded.accept(how);
      }
    }

    void farewell() {
      if (over) {
        return;
      }
      over = true;
      if (frames != null) {
        tripwires.remove(frames);
        if (frames.isReady()) {
          frames.send(FramedConnection.FAREWELL, NOTHING);
        }
        frames.close();
      }
    }
  }

  /** Sends a farewell on every tripwire, whichever side opened it. */
  public Future<Void> farewell() {
    for (var frames : List.copyOf(tripwires)) {
      tripwires.remove(frames);
      if (frames.isReady()) {
        frames.send(FramedConnection.FAREWELL, NOTHING);
      }
      frames.close();
    }
    return Future.succeededFuture();
  }
}

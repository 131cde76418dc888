package io.hearsay.membership.swim;

import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One process on a simulated host. */
class SimHost implements SwimListener {
  private final SimNetwork net;
  InetSocketAddress address;
  final Swim swim;
  final List<String> events = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  final List<Wire> wires = new ArrayList<>();
  private final Map<String, State> last = new HashMap<>();
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private boolean paused;

  /** When it was last paused or resumed, in virtual time. */
  long pausedOrResumed;

  boolean dead;

  /** It has left, and the turn in which it stopped is over: it must be silent. */
  boolean ended;

  private boolean left;

  /** It dies in the middle of a turn, when it sends this many further datagrams; 0 for never. */
  int datagramsToLive;

  boolean superseded;
  long told;
  String refused = "";
  long packetsSent;
  long bytesSent;

  /** Timers that were set and have neither run nor been cancelled. */
  int pending;

  final Counters counters = new Counters();
  final SimClock clock;

  /** Seals its datagrams if the cluster has keys. */
  Optional<PacketSealer> sealer = Optional.empty();

  /**
   * Whether it runs a later version, and appends to its datagrams what this version does not know.
   */
  boolean later;

  SimHost(SimNetwork net, String name, int host, Set<InetSocketAddress> seeds) {
    this(net, name, host, seeds, new SimClock(0, 1, 0));
  }

  /** A host with a clock of its own. */
  SimHost(SimNetwork net, String name, int host, Set<InetSocketAddress> seeds, SimClock clock) {
    this.net = net;
    this.clock = clock;
    this.address = address(host);
    var boot = new BootId(clock.wall(net.time).toEpochMilli(), net.random.nextLong());
    var record =
        new MemberRecord(
            name,
            boot,
            address,
            new MemberRecord.Claim(0, State.ALIVE, 0),
            new MemberRecord.Word(Flags.HEALTHY, new TreeMap<>()));
    this.swim =
        new Swim(
            net.profile,
            record,
            () -> seeds,
            ip -> true,
            new Environment(
                new HostTimers(), new Random(net.random.nextLong()), new HostTransport(), counters),
            this);
    net.hosts.put(address, this);
  }

  static InetSocketAddress address(int host) {
    try {
      var ip = new byte[] {10, (byte) (host >> 16), (byte) (host >> 8), (byte) host};
      return new InetSocketAddress(InetAddress.getByAddress(ip), 7946);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  String name() {
    return swim.self().name();
  }

  /** The number of tripwires that it has opened. */
  long wiresOpened() {
    return wires.stream().filter(w -> w.from == this).count();
  }

  Map<String, State> view() {
    var view = new TreeMap<String, State>();
    swim.members().forEach(m -> view.put(m.member().name(), m.member().state()));
    return view;
  }

  State sees(SimHost other) {
    return swim.member(other.name()).map(MemberRecord::state).orElse(null);
  }

  /** Whether it knows exactly that boot of the other, alive. */
  boolean knows(SimHost other) {
    return swim.member(other.name())
        .filter(
            m ->
                m.boot().equals(other.swim.self().boot())
                    && m.address().equals(other.address)
                    && m.state() == State.ALIVE)
        .isPresent();
  }

  boolean seesPresent(int count) {
    return swim.present() == count;
  }

  /** Dies as a process does: its kernel closes the connections. */
  void crash() {
    dead = true;
    net.hosts.remove(address, this);
    List.copyOf(wires).forEach(w -> w.breaks(this));
  }

  void pause() {
    paused = true;
    pausedOrResumed = net.time.now();
  }

  boolean paused() {
    return paused;
  }

  void resume() {
    if (paused) {
      pausedOrResumed = net.time.now();
    }
    paused = false;
    while (!held.isEmpty() && !paused) {
      turn(held.poll());
    }
  }

  void leave() {
    turn(
        () ->
            swim.leave(
                () -> {
                  dead = true;
                  left = true;
                  net.hosts.remove(address, this);
                }));
  }

  /** Lives on at another address; connections to the old one are lost. */
  void move(int host) {
    net.hosts.remove(address, this);
    List.copyOf(wires).forEach(w -> w.breaks(this));
    address = address(host);
    net.hosts.put(address, this);
    run(() -> swim.moved(address));
  }

  @Override
  public void changed(Changes changes) {
    told++;
    net.onlooker.told(this, changes);
    if (net.recording) {
      changes.now().forEach(this::record);
    }
  }

  private void record(MemberSnapshot snapshot) {
    var member = snapshot.member();
    var old = last.put(member.name(), member.state());
    if (old != member.state()) {
      events.add(net.time.now() + " " + member.name() + " " + member.state());
    }
  }

  /** Records what was not recorded until now. */
  void catchUp() {
    swim.members().forEach(this::record);
  }

  @Override
  public void failed(RuntimeException failure) {
    throw new AssertionError(name() + " had a fault at " + net.time.now(), failure);
  }

  long eventsOf(State state) {
    return events.stream().filter(e -> e.endsWith(" " + state)).count();
  }

  @Override
  public void superseded(MemberRecord by) {
    superseded = true;
    net.onlooker.superseded(this);
    crash();
  }

  @Override
  public void refused(String reason) {
    refused = reason;
  }

  @Override
  public void event(String from, Message.Event event) {
    heard.add(from + " " + event.name() + " " + event.payload().text());
    net.onlooker.event(this, event.payload().text());
  }

  @Override
  public void query(String from, Message.Query query, Consumer<Bytes> answer) {
    net.onlooker.query(this, query.payload().text());
    answer.accept(Bytes.of(query.payload().text() + " " + name()));
  }

  private void receive(Endpoint from, byte[] datagram) {
    var payload =
        sealer.isPresent()
            ? sealer.get().open(datagram).map(PacketSealer.Opened::payload)
            : Optional.of(datagram);
    payload.ifPresent(
        bytes -> {
          net.onlooker.receives(this, bytes);
          swim.datagram(from, bytes);
        });
  }

  /** Hook for tests: a datagram arrived, sealed if it was sent sealed, even while paused. */
  void arrived(byte[] datagram) {}

  void run(Runnable work) {
    if (dead && !left) {
      return;
    }
    if (paused) {
      held.add(work);
    } else {
      turn(work);
    }
  }

  private void turn(Runnable work) {
    if (dead && !left) {
      return;
    }
    work.run();
    ended = left;
    net.onlooker.turned(this);
  }

  private final class HostTimers implements Timers {
    @Override
    public long millis() {
      return clock.millis(net.time);
    }

    @Override
    public Instant wallClock() {
      return clock.wall(net.time);
    }

    @Override
    public Timer after(long millis, Runnable task) {
      net.onlooker.acts(SimHost.this);
      var cancelled = new boolean[1];
      var over = new boolean[1];
      pending++;
      var event =
          net.time.at(
              net.time.now() + clock.virtual(millis),
              () -> {
                over(over);
                run(
                    () -> {
                      if (!cancelled[0]) {
                        task.run();
                      }
                    });
              });
      return () -> {
        cancelled[0] = true;
        over(over);
        event.run();
      };
    }

    private void over(boolean[] over) {
      if (!over[0]) {
        over[0] = true;
        pending--;
      }
    }
  }

  private final class HostTransport implements Transport {
    @Override
    public int capacity() {
      return 1369;
    }

    @Override
    public void send(Endpoint to, byte[] payload) {
      net.onlooker.acts(SimHost.this);
      net.onlooker.sends(SimHost.this, payload, capacity());
      if (dead) {
        return;
      }
      packetsSent++;
      bytesSent += payload.length + 31 + 28;
      var from = new Endpoint(address, swim.self().boot().nonce());
      var whole = later ? Later.with(payload, capacity()) : payload;
      var datagram = sealer.map(s -> s.seal(whole, to.nonce())).orElse(whole);
      int copies = net.duplicated() ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        net.time.at(net.time.now() + net.delay() + net.late(), () -> deliver(from, to, datagram));
      }
      if (datagramsToLive > 0 && --datagramsToLive == 0) {
        crash();
      }
    }

    private void deliver(Endpoint from, Endpoint to, byte[] datagram) {
      var target = net.hosts.get(to.address());
      if (target != null
          && target.swim.self().boot().nonce() == to.nonce()
          && !net.lost(SimHost.this, target)) {
        target.arrived(datagram);
        target.run(() -> target.receive(from, datagram));
      }
    }

    @Override
    public void exchange(InetSocketAddress to, byte[] payload, long limit, Consumer<Reply> done) {
      net.onlooker.acts(SimHost.this);
      if (dead) {
        return;
      }
      var once = new boolean[1];
      Consumer<Reply> answer =
          reply ->
              run(
                  () -> {
                    if (!once[0]) {
                      once[0] = true;
                      done.accept(reply);
                    }
                  });
      // TCP retransmits only after a second, so within a short limit the handshake, the request and
      // the answer must all get through.
      var target = net.hosts.get(to);
      bytesSent += payload.length + 400;
      boolean blocked =
          target != null
              && (net.cut.test(SimHost.this, target) || net.cut.test(target, SimHost.this));
      boolean unlucky = net.random.nextDouble() > Math.pow(1 - net.loss, 4);
      long due = net.time.now() + limit;
      var tcp = net.tcp.apply(SimHost.this, to);
      if (blocked || unlucky) {
        net.time.at(due, () -> answer.accept(new Reply.Unreachable()));
      } else if (target == null || tcp == SimNetwork.Tcp.REFUSED) {
        net.time.at(net.time.now() + 1 + net.delay(), () -> answer.accept(new Reply.Refused()));
      } else {
        net.time.at(due, () -> answer.accept(new Reply.Silence()));
        net.time.at(
            net.time.now() + 2 * net.delay() + 1,
            () ->
                target.run(
                    () ->
                        target.swim.request(
                            payload,
                            bytes -> {
                              if (tcp != SimNetwork.Tcp.HALF) {
                                net.time.at(
                                    net.time.now() + net.delay(),
                                    () -> answer.accept(new Reply.Answer(bytes)));
                              }
                            })));
      }
    }

    @Override
    public Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended) {
      net.onlooker.acts(SimHost.this);
      var wire = new SimHost.Wire(SimHost.this, to, ended);
      net.time.at(net.time.now() + 1 + net.delay(), wire::connect);
      return wire;
    }
  }

  /** One tripwire, shared by both ends. */
  final class Wire implements Transport.Wire {
    private final SimHost from;
    private final Endpoint to;
    private final Consumer<TripwireEnd> ended;
    private SimHost target;
    private boolean closed;

    Wire(SimHost from, Endpoint to, Consumer<TripwireEnd> ended) {
      this.from = from;
      this.to = to;
      this.ended = ended;
    }

    void connect() {
      if (closed || from.dead) {
        return;
      }
      target = net.hosts.get(to.address());
      boolean reached =
          target != null
              && target.swim.self().boot().nonce() == to.nonce()
              && !net.cut.test(from, target)
              && !net.cut.test(target, from);
      if (reached) {
        from.wires.add(this);
        target.wires.add(this);
      } else {
        closed = true;
        boolean refused =
            target == null || !net.cut.test(from, target) && !net.cut.test(target, from);
        from.run(() -> ended.accept(refused ? TripwireEnd.BROKEN : TripwireEnd.UNOPENED));
      }
    }

    void breaks(SimHost deadEnd) {
      if (closed) {
        return;
      }
      closed = true;
      drop();
      var other = deadEnd == from ? target : from;
      if (net.cut.test(deadEnd, other)) {
        return;
      }
      long nonce = deadEnd.swim.self().boot().nonce();
      net.time.at(
          net.time.now() + 1 + net.delay(),
          () ->
              other.run(
                  deadEnd == from
                      ? () -> other.swim.wireLost(nonce)
                      : () -> ended.accept(TripwireEnd.BROKEN)));
    }

    private void drop() {
      from.wires.remove(this);
      if (target != null) {
        target.wires.remove(this);
      }
    }

    @Override
    public void close() {
      closed = true;
      drop();
    }
  }
}

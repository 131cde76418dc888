package io.hearsay.membership.swim;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Evidence;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A test bench for the rules of one member: with a real table, queue and clock of its own, and a
 * list of the actions that the rules request.
 */
final class RulesBench {
  static final long SELF = 1;
  static final long PEER = 2;
  static final long OTHER = 3;

  /**
   * The epoch of the first boot on this bench, in milliseconds; boots are far less than a day
   * apart.
   */
  static final long EPOCH = 1_767_225_600_000L;

  final VirtualTime time = new VirtualTime();

  /** The requests beyond the table, in order: "verify peer", "news" and the like. */
  final List<String> asked = new ArrayList<>();

  /** Requests over TCP that wait for an answer. */
  final List<Question> questions = new ArrayList<>();

  /** Every tripwire that was opened, those that are closed included. */
  final List<Wire> wires = new ArrayList<>();

  /** How late timers set from now on run, in milliseconds. */
  long late;

  final Counters counters = new Counters();
  final Set<InetAddress> forbidden = new HashSet<>();
  final ProtocolContext core;
  final StateMerger merger;

  record Question(InetSocketAddress to, List<Message> messages, Consumer<Transport.Reply> answer) {}

  /** A tripwire that the member opened; its end is reported when a test says so. */
  static final class Wire implements Transport.Wire {
    final long peer;
    final Consumer<TripwireEnd> ended;
    boolean closed;

    Wire(long peer, Consumer<TripwireEnd> ended) {
      this.peer = peer;
      this.ended = ended;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  RulesBench() {
    this(record("self", new BootId(EPOCH, SELF), 1, 0, State.ALIVE));
  }

  RulesBench(MemberRecord self) {
    var timers = new BenchTimers();
    this.core =
        new ProtocolContext(
            Profile.container(),
            new Environment(timers, new Random(1), new BenchTransport(), counters),
            new MemberTable(self, timers),
            new BroadcastQueue(4),
            new LocalHealth(),
            ip -> !forbidden.contains(ip));
    this.merger = new StateMerger(core, new BenchHooks());
  }

  static MemberRecord record(String name, BootId boot, int host, long incarnation, State state) {
    return new MemberRecord(
        name,
        boot,
        SimHost.address(host),
        new MemberRecord.Claim(incarnation, state, 0),
        new MemberRecord.Word(Flags.HEALTHY, new TreeMap<>()));
  }

  /** The member "peer" with that state and incarnation, on host 2. */
  static MemberRecord peer(State state, long incarnation) {
    return record("peer", new BootId(EPOCH, PEER), 2, incarnation, state);
  }

  /** Adds a record to the table, already broadcast. */
  MemberEntry know(MemberRecord record) {
    boolean suspected = record.state() == State.SUSPECT;
    var entry =
        core.table().add(suspected ? record.with(State.ALIVE, record.incarnation(), 0) : record);
    if (suspected) {
      merger.suspect(
          new Message.Suspect(entry.nonce(), record.incarnation(), Evidence.UNREACHABLE, OTHER));
    }
    forgetWhatWasSaid();
    return entry;
  }

  /** Discards the requests made so far. */
  void forgetWhatWasSaid() {
    core.table().all().forEach(p -> core.rumours().drop(p.nonce()));
    asked.clear();
    questions.clear();
  }

  /** What is known of a member: "SUSPECT 5", or "-". */
  String knows(String name) {
    return core.table()
        .named(name)
        .map(p -> p.state() + " " + p.record().incarnation())
        .orElse("-");
  }

  /** What is being broadcast, in short. */
  String tells() {
    var told = Codec.decode(core.rumours().peek(1369, true)).orElseThrow();
    return told.isEmpty() ? "-" : String.join(", ", told.stream().map(RulesBench::text).toList());
  }

  static String text(Message message) {
    return switch (message) {
      case Message.Claim m -> m.member().state() + " " + m.member().incarnation();
      case Message.Suspect m -> "suspect " + m.incarnation() + " by " + m.accuser();
      case Message.Failed m -> "failed " + m.incarnation() + " by " + m.accuser();
      case Message.Leave m -> "leave " + m.incarnation();
      default -> message.getClass().getSimpleName();
    };
  }

  private final class BenchTimers implements Timers {
    @Override
    public long millis() {
      return time.now();
    }

    @Override
    public Instant wallClock() {
      return Instant.ofEpochMilli(EPOCH + time.now());
    }

    @Override
    public Timer after(long millis, Runnable task) {
      return time.at(time.now() + millis + late, task)::run;
    }
  }

  private final class BenchHooks implements StateMerger.Hooks {
    @Override
    public void verify(MemberEntry peer) {
      asked.add("verify " + peer.name());
    }

    @Override
    public void glance(MemberEntry peer) {
      asked.add("glance " + peer.name());
    }

    @Override
    public void remind(MemberEntry peer) {
      asked.add("remind " + peer.name());
    }

    @Override
    public void news() {
      asked.add("news");
    }

    @Override
    public void ask(InetSocketAddress address) {
      asked.add("ask " + host(address));
    }

    @Override
    public void superseded(MemberRecord by) {
      asked.add("superseded by " + host(by.address()));
    }
  }

  static int host(InetSocketAddress address) {
    return address.getAddress().getAddress()[3];
  }

  private final class BenchTransport implements Transport {
    @Override
    public int capacity() {
      return 1369;
    }

    @Override
    public void send(Endpoint to, byte[] payload) {
      for (var message : Codec.decode(payload).orElseThrow()) {
        asked.add("warn " + host(to.address()) + " " + text(message));
      }
    }

    @Override
    public void exchange(
        InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done) {
      questions.add(new Question(to, Codec.decode(payload).orElseThrow(), done));
    }

    @Override
    public Transport.Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended) {
      var wire = new RulesBench.Wire(to.nonce(), ended);
      wires.add(wire);
      return wire;
    }
  }
}

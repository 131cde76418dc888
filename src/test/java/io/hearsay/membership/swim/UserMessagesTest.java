package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Message;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Which members receive events and queries, with which Lamport times, and how answers come back.
 */
class UserMessagesTest {
  /** A host that records the Lamport times of what it receives. */
  private static final class Listening extends SimHost {
    final List<String> numbers = new ArrayList<>();

    Listening(SimNetwork net, String name, int host, Set<InetSocketAddress> seeds) {
      super(net, name, host, seeds);
    }

    @Override
    public void event(String from, Message.Event event) {
      numbers.add(event.name() + " " + event.time());
      super.event(from, event);
    }

    @Override
    public void query(String from, Message.Query query, Consumer<Bytes> answer) {
      numbers.add("?" + query.name() + " " + query.time());
      super.query(from, query, answer);
    }
  }

  private static Listening listening(Simulation sim, int number) {
    var host = new Listening(sim.net, "m" + number, number, Set.of(SimHost.address(1)));
    sim.start(host);
    return host;
  }

  private static void say(Simulation sim, SimHost host, String payload) {
    host.run(() -> host.swim.event("deploy", Bytes.of(payload)));
    sim.net.time.run(3000);
  }

  private static List<String> heard(SimHost host) {
    return host.heard.stream().map(e -> e.substring(e.lastIndexOf(' ') + 1)).toList();
  }

  @Test
  void anEventSentWhileAloneReachesNobodyLater() {
    var sim = new Simulation(1);
    var first = sim.add();
    first.run(() -> first.swim.event("deploy", Bytes.of("stale")));

    var second = sim.add();
    assertThat(sim.net.time.runUntil(5000, sim::converged)).isNotNegative();
    sim.net.time.run(5000);
    say(sim, first, "new");

    assertThat(heard(first)).containsExactly("stale", "new");
    assertThat(heard(second)).containsExactly("new");
  }

  @Test
  void aJoinerDoesNotReceiveEventsStillBeingBroadcast() {
    for (int seed = 0; seed < 20; seed++) {
      var sim = Simulation.of(10, seed);
      sim.hosts.getFirst().run(() -> sim.hosts.getFirst().swim.event("deploy", Bytes.of("old")));
      sim.net.time.run(100);

      var joiner = sim.add();
      assertThat(sim.net.time.runUntil(5000, sim::converged)).isNotNegative();
      sim.net.time.run(3000);

      assertThat(heard(joiner)).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void aReplayDeliversPastEventsInOrderAndIsNotPassedOn() {
    var sim = Simulation.of(3, 7);
    for (int i = 0; i < 5; i++) {
      say(sim, sim.hosts.get(i % 3), "v" + i);
    }

    var joiner = new Listening(sim.net, "late", 9, Set.of(SimHost.address(1)));
    joiner.swim.wantPast();
    sim.start(joiner);
    assertThat(sim.net.time.runUntil(5000, sim::converged)).isNotNegative();
    sim.net.time.run(3000);
    say(sim, joiner, "v5");

    assertThat(heard(joiner)).containsExactly("v0", "v1", "v2", "v3", "v4", "v5");
    assertThat(joiner.numbers).startsWith("deploy 1").endsWith("deploy 6");
    assertThat(heard(sim.hosts.get(1))).containsExactly("v0", "v1", "v2", "v3", "v4", "v5");
  }

  @Test
  void lamportTimesAreTheSameEverywhereAndSeparateForEventsAndQueries() {
    var sim = new Simulation(3);
    var hosts = List.of(listening(sim, 1), listening(sim, 2), listening(sim, 3));
    assertThat(sim.net.time.runUntil(5000, sim::converged)).isNotNegative();

    say(sim, hosts.get(0), "a");
    ask(sim, hosts.get(1), Question.toAll("load", Bytes.empty(), 1000));
    say(sim, hosts.get(2), "b");
    // A later member continues where the others are.
    var late = listening(sim, 4);
    assertThat(sim.net.time.runUntil(5000, sim::converged)).isNotNegative();
    sim.net.time.run(2000);
    say(sim, late, "c");

    assertThat(hosts)
        .allSatisfy(
            h ->
                assertThat(h.numbers)
                    .containsExactly("deploy 1", "?load 1", "deploy 2", "deploy 3"));
  }

  @Test
  void lamportTimesContinueAfterARestartOfAll() {
    var sim = new Simulation(4);
    var host = listening(sim, 1);
    host.run(() -> host.swim.recall(41, 7));

    say(sim, host, "a");
    ask(sim, host, Question.toAll("load", Bytes.empty(), 1000));

    assertThat(host.numbers).containsExactly("deploy 42", "?load 8");
  }

  @Test
  void aForgedLamportTimeDoesNotExhaustTheClock() {
    var sim = Simulation.of(3, 8);
    var target = sim.hosts.get(1);
    var forged =
        new Message.Event(
            sim.hosts.get(0).swim.self().boot().nonce(),
            99,
            "deploy",
            Bytes.of("forged"),
            Message.MAX_TIME,
            false);
    target.run(
        () ->
            target.swim.datagram(
                new Endpoint(sim.hosts.get(0).address, sim.hosts.get(0).swim.self().boot().nonce()),
                Codec.encode(forged)));
    sim.net.time.run(3000);
    say(sim, target, "after");

    assertThat(sim.hosts).allSatisfy(h -> assertThat(heard(h)).contains("forged", "after"));
    assertThat(target.swim.eventTime()).isEqualTo(LamportClock.MAX_JUMP + 1);
  }

  private record Came(Set<String> acks, Set<String> answers, boolean[] done) {}

  private static Came ask(Simulation sim, SimHost host, Question question) {
    var came = new Came(new TreeSet<>(), new TreeSet<>(), new boolean[1]);
    host.run(
        () ->
            host.swim.query(
                question,
                new Question.Answers(
                    came.acks::add,
                    (from, answer) -> came.answers.add(from),
                    () -> came.done[0] = true)));
    sim.net.time.runUntil(question.limitMillis() + 1, () -> came.done[0]);
    return came;
  }

  private static Question to(Set<String> names, int relays) {
    return new Question(
        "load",
        Bytes.of("?"),
        3000,
        Optional.of(member -> names.contains(member.name())),
        new Message.Answering(true, relays));
  }

  @Test
  void aTargetedQueryReachesItsTargetsDespiteLossAndNobodyElse() {
    var sim = Simulation.of(20, 5);
    var others = new ArrayList<Listening>();
    for (int i = 21; i <= 30; i++) {
      others.add(listening(sim, i));
    }
    assertThat(sim.net.time.runUntil(10_000, sim::converged)).isNotNegative();
    sim.net.loss = 0.2;

    var came = ask(sim, sim.hosts.get(3), to(Set.of("m21", "m22", "m4", "nobody"), 3));

    assertThat(came.done[0]).isTrue();
    assertThat(came.acks).containsExactly("m21", "m22", "m4");
    assertThat(came.answers).containsExactly("m21", "m22", "m4");
    assertThat(others.subList(2, 10)).allSatisfy(h -> assertThat(h.numbers).isEmpty());
  }

  @Test
  void aQueryForNobodyEndsImmediately() {
    var sim = Simulation.of(3, 6);
    var came = ask(sim, sim.hosts.get(0), to(Set.of(), 0));
    assertThat(came.done[0]).isTrue();
    assertThat(came.answers).isEmpty();
  }

  @Test
  void aLostAnswerArrivesThroughARelay() {
    var sim = Simulation.of(6, 9);
    var asker = sim.hosts.get(0);
    var answerer = sim.hosts.get(4);
    // No answer arrives directly.
    sim.net.cut = (from, to) -> from == answerer && to == asker;

    var without = ask(sim, asker, to(Set.of("m5"), 0));
    var with = ask(sim, asker, to(Set.of("m5"), 2));

    assertThat(without.answers).isEmpty();
    assertThat(with.answers).containsExactly("m5");
  }

  @Test
  void membersCannotBeMadeToRelayToStrangers() {
    var sim = Simulation.of(3, 10);
    var relay = sim.hosts.get(1);
    var hostile = sim.hosts.get(2);
    long nonce = hostile.swim.self().boot().nonce();
    var from = new Endpoint(hostile.address, nonce);
    var reply = new Message.QueryReply(1, Bytes.of("x".repeat(1000)));
    var stranger = new Endpoint(SimHost.address(77), 5);
    var member =
        new Endpoint(sim.hosts.get(0).address, sim.hosts.get(0).swim.self().boot().nonce());
    long before = relay.bytesSent;

    relay.run(
        () -> {
          relay.swim.datagram(from, encode(new Message.Relay(stranger, nonce, reply)));
          relay.swim.datagram(from, encode(new Message.Relay(member, nonce + 1, reply)));
        });
    assertThat(relay.bytesSent - before).isLessThan(1000);

    relay.run(() -> relay.swim.datagram(from, encode(new Message.Relay(member, nonce, reply))));
    assertThat(relay.bytesSent - before).isGreaterThan(1000);
  }

  private static byte[] encode(Message message) {
    return Codec.encode(message);
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The queries that this member has asked and their answers, and the sending of answers to other
 * members. An answer is sent directly and, on request, also relayed by some other members in case
 * it is lost.
 */
final class Queries {
  /**
   * Members that have not responded by then are sent the query again, since a datagram may be lost.
   */
  private static final long[] AGAIN_MILLIS = {150, 400, 1000};

  private final ProtocolContext core;
  private final Map<Integer, Asked> asked = new HashMap<>();

  Queries(ProtocolContext core) {
    this.core = core;
  }

  private static final class Asked {
    final Question.Answers answers;
    final int expected;
    final boolean acked;
    final Set<Long> acks = new HashSet<>();
    final Set<Long> from = new HashSet<>();
    Timers.Timer end;

    Asked(Question.Answers answers, int expected, boolean acked) {
      this.answers = answers;
      this.expected = expected;
      this.acked = acked;
    }
  }

  /**
   * Registers a query, to receive its answers.
   *
   * @param expected how many members are asked; negative: all that are present when an answer
   *     arrives
   */
  void await(int number, int expected, Question question, Question.Answers answers) {
    var waiting = new Asked(answers, expected, question.how().ack());
    asked.put(number, waiting);
    waiting.end = core.timers().after(question.limitMillis(), () -> finish(number));
    if (expected == 0) {
      finish(number);
    }
  }

  private void finish(int number) {
    var waiting = asked.remove(number);
    if (waiting != null) {
      waiting.end.cancel();
      waiting.answers.done().run();
    }
  }

  /** Sends the query to these members, and again to those that do not respond. */
  void tell(Message.Query query, List<MemberEntry> targets) {
    tell(query, targets, 0);
  }

  private void tell(Message.Query query, List<MemberEntry> targets, int before) {
    var waiting = asked.get(query.number());
    if (waiting == null) {
      return;
    }
    var bytes = Codec.encode(new Message.DirectQuery(query));
    for (var peer : targets) {
      if (!waiting.acks.contains(peer.nonce()) && !waiting.from.contains(peer.nonce())) {
        core.transport().send(peer.endpoint(), bytes);
      }
    }
    if (before < AGAIN_MILLIS.length) {
      core.timers().after(AGAIN_MILLIS[before], () -> tell(query, targets, before + 1));
    }
  }

  /** Acknowledges a query to its asker. */
  void acknowledge(Message.Query query) {
    if (query.how().ack()) {
      send(query.origin(), new Message.QueryAck(query.number()));
    }
  }

  /** Sends an answer to the asker, and through relays if requested. */
  void reply(Message.Query query, Bytes answer) {
    var origin = query.origin();
    var reply = new Message.QueryReply(query.number(), answer);
    send(origin, reply);
    long self = core.table().self().nonce();
    if (query.how().relay() > 0 && origin.nonce() != self) {
      var detour = Codec.encode(new Message.Relay(origin, self, reply));
      core.table()
          .sample(query.how().relay(), core.random(), peer -> peer.nonce() != origin.nonce())
          .forEach(peer -> core.transport().send(peer.endpoint(), detour));
    }
  }

  private void send(Endpoint to, Message message) {
    if (to.nonce() != core.table().self().nonce()) {
      core.transport().send(to, Codec.encode(message));
    } else if (message instanceof Message.QueryAck ack) {
      acknowledged(to.nonce(), ack);
    } else if (message instanceof Message.QueryReply reply) {
      answered(to.nonce(), reply);
    }
  }

  /** Forwards a relayed answer, or takes it if it is for this member. */
  void relay(Endpoint via, Message.Relay relay) {
    var to = relay.to();
    if (to.nonce() == core.table().self().nonce()) {
      answered(relay.from(), relay.reply());
    } else if (via.nonce() == relay.from()
        && core.table()
            .boot(to.nonce())
            .filter(p -> p.record().address().equals(to.address()))
            .isPresent()) {
      // Only to members, and only the sender's own answer, so that nobody can make us send to
      // strangers.
      core.transport().send(to, Codec.encode(relay));
    }
  }

  /** A member has acknowledged a query. */
  void acknowledged(long from, Message.QueryAck ack) {
    var waiting = asked.get(ack.number());
    var peer = core.table().boot(from);
    if (waiting != null && peer.isPresent() && waiting.acks.add(from)) {
      waiting.answers.ack().accept(peer.get().name());
    }
  }

  /** A member has answered a query. */
  void answered(long from, Message.QueryReply reply) {
    var waiting = asked.get(reply.number());
    var peer = core.table().boot(from);
    if (waiting != null && peer.isPresent() && waiting.from.add(from)) {
      // The acknowledgement may be late or lost.
      if (waiting.acked && waiting.acks.add(from)) {
        waiting.answers.ack().accept(peer.get().name());
      }
      waiting.answers.answer().accept(peer.get().name(), reply.payload());
      int expected = waiting.expected < 0 ? core.table().present() : waiting.expected;
      if (waiting.from.size() >= expected) {
        finish(reply.number());
      }
    }
  }
}

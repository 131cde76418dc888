package io.hearsay.membership.swim;

import io.hearsay.collection.BoundedMap;
import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.Message;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * User events and queries. They are spread as rumours, so each member receives them several times
 * and passes them on; it remembers the last {@value #REMEMBERED} and delivers each once. Answers to
 * queries are sent directly to the asker, see {@link Queries}.
 *
 * <p>A member that joins later does not receive earlier messages unless it asks for them, and one
 * that is cut off for longer than a rumour lives misses them: events are news, not a log. What a
 * member sends while it is alone reaches nobody else.
 */
final class UserMessages {
  private static final int REMEMBERED = 4096;

  private final ProtocolContext core;
  private final Gossip gossip;
  private final SwimListener listener;
  private final Queries queries;
  private final LamportClock eventClock = new LamportClock();
  private final LamportClock queryClock = new LamportClock();
  private final PastEvents past = new PastEvents();
  private final Map<Message.EventId, Boolean> heard = BoundedMap.evictingOldest(REMEMBERED);
  private int number;
  private boolean wantsPast;
  private boolean askedPast;
  private boolean asksPast;

  UserMessages(ProtocolContext core, Gossip gossip, SwimListener listener) {
    this.core = core;
    this.gossip = gossip;
    this.listener = listener;
    this.queries = new Queries(core);
  }

  /** Restores the clocks as they were before this boot. */
  void recall(long eventTime, long queryTime) {
    eventClock.witness(eventTime);
    queryClock.witness(queryTime);
  }

  /** Asks the first member that lets this one join for past events. */
  void wantPast() {
    wantsPast = true;
    askedPast = false;
  }

  long eventTime() {
    return eventClock.time();
  }

  long queryTime() {
    return queryClock.time();
  }

  /** Sends an event to all members, including this one. */
  void event(String name, Bytes payload, boolean coalesce) {
    long self = core.table().self().nonce();
    event(new Message.Event(self, ++number, name, payload, eventClock.next(), coalesce));
  }

  /** Handles a received event. */
  void event(Message.Event event) {
    if (isNew(event.origin(), event.number())) {
      core.counters().count(Counter.EVENTS);
      var timed = timed(event);
      // Members that join later must not receive it, so it must not wait for them.
      if (core.table().present() > 1) {
        core.rumours().spread(timed);
        gossip.news();
      }
      take(timed);
    }
  }

  private Message.Event timed(Message.Event event) {
    if (event.time() > 0) {
      eventClock.witness(event.time());
      return event;
    }
    return new Message.Event(
        event.origin(),
        event.number(),
        event.name(),
        event.payload(),
        eventClock.next(),
        event.coalesce());
  }

  private void take(Message.Event event) {
    past.add(event);
    listener.event(nameOf(event.origin()), event);
  }

  /** Asks members; see {@link Question}. */
  void query(Question question, Question.Answers answers) {
    int own = ++number;
    var self = core.table().self();
    var query =
        new Message.Query(
            self.endpoint(),
            own,
            question.name(),
            question.payload(),
            queryClock.next(),
            question.how());
    if (question.to().isEmpty()) {
      queries.await(own, -1, question, answers);
      query(query);
      return;
    }
    var wanted = question.to().get();
    var targets =
        core.table().others(p -> p.present() && p.extensions() && wanted.test(p.record()));
    boolean here = wanted.test(self.record());
    queries.await(own, targets.size() + (here ? 1 : 0), question, answers);
    queries.tell(query, targets);
    if (here && isNew(self.nonce(), own)) {
      answer(query);
    }
  }

  /** Handles a query spread by gossip. */
  void query(Message.Query query) {
    if (refused(query)) {
      return;
    }
    if (isNew(query.origin().nonce(), query.number())) {
      var timed = timed(query);
      core.rumours().spread(timed);
      gossip.news();
      answer(timed);
    }
  }

  /** Handles a query for this member alone. */
  void direct(Message.Query query) {
    if (refused(query)) {
      return;
    }
    if (isNew(query.origin().nonce(), query.number())) {
      answer(timed(query));
    } else {
      queries.acknowledge(query);
    }
  }

  /**
   * Whether to refuse a query because its asker is not a member at that address: otherwise each
   * member could be made to send to any address. If the asker is merely new, the query will come
   * again.
   */
  private boolean refused(Message.Query query) {
    var origin = query.origin();
    var asker = core.table().boot(origin.nonce());
    boolean refused = asker.isEmpty() || !asker.get().record().address().equals(origin.address());
    if (refused) {
      core.counters().count(Counter.QUERIES_REFUSED);
    }
    return refused;
  }

  private Message.Query timed(Message.Query query) {
    if (query.time() > 0) {
      queryClock.witness(query.time());
      return query;
    }
    return new Message.Query(
        query.origin(),
        query.number(),
        query.name(),
        query.payload(),
        queryClock.next(),
        query.how());
  }

  private void answer(Message.Query query) {
    core.counters().count(Counter.QUERIES);
    queries.acknowledge(query);
    listener.query(nameOf(query.origin().nonce()), query, answer -> queries.reply(query, answer));
  }

  /** Handles an answer; likewise below an acknowledgement and a relayed answer. */
  void answered(Endpoint from, Message.QueryReply reply) {
    queries.answered(from.nonce(), reply);
  }

  void acknowledged(Endpoint from, Message.QueryAck ack) {
    queries.acknowledged(from.nonce(), ack);
  }

  void relay(Endpoint via, Message.Relay relay) {
    queries.relay(via, relay);
  }

  /** What to send along with a full exchange that this member starts. */
  byte[] asking() {
    var wanted = asksPast ? Codec.encode(new Message.WantPast()) : new byte[0];
    asksPast = false;
    return wanted;
  }

  /** Whether to ask a member that has just answered for past events, with the next exchange. */
  boolean asksPast() {
    asksPast = wantsPast && !askedPast;
    askedPast |= asksPast;
    return asksPast;
  }

  /** What to send along with the answer to an exchange that came with these messages. */
  byte[] answering(Message.Sync sync, List<Message> asked) {
    if ((sync.members().getFirst().flags() & Flags.EXTENSIONS) == 0) {
      return new byte[0];
    }
    boolean joins = sync.join();
    var out = new ByteArrayOutputStream();
    if (asked.stream().anyMatch(m -> m instanceof Message.WantPast)) {
      past.all().forEach(event -> out.writeBytes(Codec.encode(event)));
    }
    var told = joins ? past.ids() : List.<Message.EventId>of();
    out.writeBytes(Codec.encode(new Message.Clocks(eventClock.time(), queryClock.time(), told)));
    return out.toByteArray();
  }

  /**
   * Handles what came along with an answer.
   *
   * @param joins whether this is the first member that this one reaches
   */
  void answered(List<Message> messages, boolean joins) {
    for (var message : messages) {
      if (message instanceof Message.Event event && wantsPast) {
        if (isNew(event.origin(), event.number())) {
          // All others have received it, so it is not passed on.
          take(timed(event));
        }
      } else if (message instanceof Message.Clocks clocks) {
        eventClock.witness(clocks.eventTime());
        queryClock.witness(clocks.queryTime());
        if (joins && !wantsPast) {
          clocks.told().forEach(id -> heard.putIfAbsent(id, true));
        }
      }
    }
  }

  private boolean isNew(long origin, int id) {
    return heard.putIfAbsent(new Message.EventId(origin, id), true) == null;
  }

  private String nameOf(long nonce) {
    return core.table().boot(nonce).map(MemberEntry::name).orElse("");
  }
}

package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.Message;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Users' events and queries. They travel as rumours, so that each member hears of them several
 * times and passes them on; a member remembers the last {@value #REMEMBERED} that it heard and
 * tells each of them once. An answer to a query goes straight to who asked.
 *
 * <p>A member that joins later does not hear of what was said before, and one that is cut off for
 * longer than a rumour lives misses it: events are news, not a log.
 */
final class UserMessages {
  private static final int REMEMBERED = 4096;

  private final ProtocolContext core;
  private final Gossip gossip;
  private final SwimListener listener;
  private final Map<Key, Boolean> heard =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };
  private final Map<Integer, Asked> asked = new HashMap<>();
  private int number;

  UserMessages(ProtocolContext core, Gossip gossip, SwimListener listener) {
    this.core = core;
    this.gossip = gossip;
    this.listener = listener;
  }

  private record Key(long origin, int number) {}

  private static final class Asked {
    final BiConsumer<String, Bytes> answers;
    final Map<Long, Boolean> from = new HashMap<>();

    Asked(BiConsumer<String, Bytes> answers) {
      this.answers = answers;
    }
  }

  /** Tells all members, this one included. */
  void event(String name, Bytes payload) {
    event(new Message.Event(core.table().self().nonce(), ++number, name, payload));
  }

  /** An event was heard of. */
  void event(Message.Event event) {
    if (isNew(event.origin(), event.number())) {
      core.counters().count(Counter.EVENTS);
      core.rumours().spread(event);
      gossip.news();
      listener.event(nameOf(event.origin()), event.name(), event.payload());
    }
  }

  /**
   * Asks all members, this one included.
   *
   * @param limitMillis answers that come later are not taken
   * @param answers is given each answer with the name of who gave it, one a member
   * @param done runs at the limit, or when all that are present have answered
   */
  void query(
      String name,
      Bytes payload,
      long limitMillis,
      BiConsumer<String, Bytes> answers,
      Runnable done) {
    int own = ++number;
    var end = new Timers.Timer[1];
    Runnable finish =
        () -> {
          if (asked.remove(own) != null) {
            end[0].cancel();
            done.run();
          }
        };
    var waiting =
        new Asked(
            (from, answer) -> {
              answers.accept(from, answer);
              if (asked.get(own).from.size() >= core.table().present()) {
                finish.run();
              }
            });
    asked.put(own, waiting);
    end[0] = core.timers().after(limitMillis, finish);
    query(new Message.Query(core.table().self().endpoint(), own, name, payload));
  }

  /** A query was heard of. */
  void query(Message.Query query) {
    var origin = query.origin();
    var asker = core.table().boot(origin.nonce());
    if (asker.isEmpty() || !asker.get().record().address().equals(origin.address())) {
      // Each member would answer whoever is named there. It is told again, if the asker is new.
      core.counters().count(Counter.QUERIES_REFUSED);
    } else if (isNew(origin.nonce(), query.number())) {
      core.counters().count(Counter.QUERIES);
      core.rumours().spread(query);
      gossip.news();
      listener.query(
          nameOf(origin.nonce()),
          query.name(),
          query.payload(),
          answer -> reply(origin, new Message.QueryReply(query.number(), answer)));
    }
  }

  private void reply(Endpoint origin, Message.QueryReply reply) {
    var self = core.table().self();
    if (origin.nonce() == self.nonce()) {
      answered(self.endpoint(), reply);
    } else {
      core.transport().send(origin, Codec.encode(reply));
    }
  }

  /** An answer came. */
  void answered(Endpoint from, Message.QueryReply reply) {
    var waiting = asked.get(reply.number());
    var peer = core.table().boot(from.nonce());
    if (waiting != null
        && peer.isPresent()
        && waiting.from.putIfAbsent(from.nonce(), true) == null) {
      waiting.answers.accept(peer.get().name(), reply.payload());
    }
  }

  private boolean isNew(long origin, int id) {
    return heard.putIfAbsent(new Key(origin, id), true) == null;
  }

  private String nameOf(long nonce) {
    return core.table().boot(nonce).map(MemberEntry::name).orElse("");
  }
}

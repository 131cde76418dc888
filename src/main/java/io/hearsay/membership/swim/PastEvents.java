package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;

/** The most recent events, for joining members that ask for them. */
final class PastEvents {
  /** As many as the broadcast queue holds; with their payloads at most some 80 KiB. */
  static final int MAX = BroadcastQueue.MAX_USER_MESSAGES;

  private final ArrayDeque<Message.Event> last = new ArrayDeque<>();

  void add(Message.Event event) {
    if (last.size() == MAX) {
      last.removeFirst();
    }
    last.addLast(event);
  }

  /** The events in the order of their times. */
  List<Message.Event> all() {
    return last.stream().sorted(Comparator.comparingLong(Message.Event::time)).toList();
  }

  /** The identities of the events, at most as many as a message takes. */
  List<Message.EventId> ids() {
    return last.stream()
        .skip(Math.max(0, last.size() - Codec.MAX_TOLD))
        .map(e -> new Message.EventId(e.origin(), e.number()))
        .toList();
  }
}

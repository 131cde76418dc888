package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.Message;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * News waiting to be gossiped. Each rumour is sent λ·⌈log10(N+1)⌉ times (SWIM, section 4.1: O(log
 * N) suffices to reach all with high probability), at least {@value #FEW}; those sent least often
 * go first, then the shortest, then the newest. A newer rumour about the same member replaces the
 * older.
 *
 * <p>Anything a member missed about another one comes with the next exchange of state. Events and
 * queries are not repeated that way, so they are sent more often: ⌈ln N⌉ + {@value #CERTAINTY}
 * times. If each of N members tells ln N + c others chosen at random, all of them receive it with a
 * probability of exp(−e<sup>−c</sup>) (Kermarrec, Massoulié and Ganesh, "Probabilistic reliable
 * dissemination in large-scale systems", 2003), so about one event in 160 000 misses a member.
 */
final class BroadcastQueue {
  /** Maximum number of queued events and queries, which nothing replaces; the oldest is dropped. */
  static final int MAX_USER_MESSAGES = 128;

  private static final int FEW = 6;

  private static final int CERTAINTY = 12;

  /**
   * Rumours about members: by the member's nonce, then by the nonce of the accuser; the key of a
   * claim that is no accusation is the member's own nonce.
   */
  private final Map<Long, Map<Long, Rumour>> byMember = new HashMap<>();

  private final ArrayDeque<Rumour> fromUsers = new ArrayDeque<>();
  private final TreeSet<Rumour> queue =
      new TreeSet<>(
          Comparator.<Rumour>comparingInt(r -> r.told)
              .thenComparingInt(r -> r.bytes.length)
              .thenComparing(Comparator.<Rumour>comparingLong(r -> r.number).reversed()));
  private final int multiplier;
  private long numbers;

  BroadcastQueue(int multiplier) {
    this.multiplier = multiplier;
  }

  /** Queues a rumour about a member, in place of all others about it. */
  void tell(long nonce, Message message) {
    drop(nonce);
    put(nonce, nonce, message, 0);
  }

  /**
   * Queues that a suspect has failed. Members that know of the suspicion conclude that by
   * themselves, so this rumour inherits the send count of the suspicion, but is sent to a few in
   * any case.
   *
   * @param present number of members present
   */
  void conclude(Message.Failed failed, int present) {
    long nonce = failed.nonce();
    int most = limit(multiplier, present) - FEW / 2;
    int told =
        byMember.getOrDefault(nonce, Map.of()).values().stream()
            .mapToInt(r -> r.told)
            .min()
            .orElse(most);
    drop(nonce);
    put(nonce, nonce, failed, Math.min(told, most));
  }

  /** Queues that this accuser suspects this member, beside the rumours of other accusers. */
  void accuse(Message.Suspect suspect) {
    drop(suspect.nonce(), suspect.nonce());
    drop(suspect.nonce(), suspect.accuser());
    put(suspect.nonce(), suspect.accuser(), suspect, 0);
  }

  /** Drops all rumours about a member. */
  void drop(long nonce) {
    var before = byMember.remove(nonce);
    if (before != null) {
      before.values().forEach(queue::remove);
    }
  }

  private void drop(long nonce, long accuser) {
    var about = byMember.get(nonce);
    var before = about == null ? null : about.remove(accuser);
    if (before != null) {
      queue.remove(before);
      if (about.isEmpty()) {
        byMember.remove(nonce);
      }
    }
  }

  private void put(long nonce, long accuser, Message message, int told) {
    var rumour = new Rumour(nonce, accuser, message, numbers++, false);
    rumour.told = told;
    byMember.computeIfAbsent(nonce, n -> new HashMap<>()).put(accuser, rumour);
    queue.add(rumour);
  }

  /** Queues something that is not about a member, for members that understand it. */
  void spread(Message message) {
    if (fromUsers.size() == MAX_USER_MESSAGES) {
      queue.remove(fromUsers.removeFirst());
    }
    var rumour = new Rumour(0, 0, message, numbers++, true);
    fromUsers.add(rumour);
    queue.add(rumour);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Whether no rumour about a member is left. */
  boolean settled() {
    return byMember.isEmpty();
  }

  /** Whether some rumour has been sent fewer than this many times. */
  boolean anyToldLessThan(int times) {
    return !queue.isEmpty() && queue.first().told < times;
  }

  /** The same for rumours other than that a new process has joined. */
  boolean anyChangeToldLessThan(int times) {
    for (var rumour : queue) {
      if (rumour.told >= times) {
        return false;
      }
      if (!rumour.introduces) {
        return true;
      }
    }
    return false;
  }

  /**
   * λ·⌈log10(N+1)⌉, but at least a few, since in a small cluster λ alone misses a member too often.
   */
  static int limit(int multiplier, int present) {
    return Math.max(FEW, multiplier * (int) Math.ceil(Math.log10(present + 1.0)));
  }

  /** How often to send news that cannot be learned in any other way. */
  static int userMessageLimit(int present) {
    return (int) Math.ceil(Math.log(Math.max(1, present))) + CERTAINTY;
  }

  /**
   * Takes encoded rumours that fit into the budget, counting each as sent once.
   *
   * @param budget in bytes
   * @param present number of members present, which determines how often a rumour is sent
   * @param extensions whether the receiver understands events and queries
   */
  byte[] take(int budget, int present, boolean extensions) {
    var taken = new ArrayList<Rumour>();
    var bytes = fitting(budget, extensions, taken);
    int ofMembers = limit(multiplier, present);
    int ofUsers = userMessageLimit(present);
    taken.forEach(queue::remove);
    for (var rumour : taken) {
      if (++rumour.told < (rumour.fromUser ? ofUsers : ofMembers)) {
        queue.add(rumour);
      } else {
        forget(rumour);
      }
    }
    return bytes;
  }

  /** As {@link #take}, but without counting: for a receiver that is unlikely to pass it on. */
  byte[] peek(int budget, boolean extensions) {
    return fitting(budget, extensions, new ArrayList<>());
  }

  private byte[] fitting(int budget, boolean extensions, List<Rumour> taken) {
    if (queue.isEmpty()) {
      return new byte[0];
    }
    var out = new ByteArrayOutputStream(budget);
    for (var rumour : queue) {
      if (rumour.fromUser && !extensions) {
        // Counts as sent; otherwise a cluster of old versions would keep it for ever.
        taken.add(rumour);
      } else if (out.size() + rumour.bytes.length <= budget) {
        out.writeBytes(rumour.bytes);
        taken.add(rumour);
      }
      if (out.size() + Codec.MIN_MESSAGE_BYTES > budget) {
        break;
      }
    }
    return out.toByteArray();
  }

  private void forget(Rumour rumour) {
    if (rumour.fromUser) {
      fromUsers.remove(rumour);
      return;
    }
    var about = byMember.get(rumour.member);
    about.remove(rumour.accuser);
    if (about.isEmpty()) {
      byMember.remove(rumour.member);
    }
  }

  private static final class Rumour {
    final long member;
    final long accuser;
    final byte[] bytes;
    final long number;
    final boolean fromUser;

    /** Whether it says no more than that a process has joined: that is its first incarnation. */
    final boolean introduces;

    int told;

    Rumour(long member, long accuser, Message message, long number, boolean fromUser) {
      this.member = member;
      this.accuser = accuser;
      this.bytes = Codec.encode(message);
      this.number = number;
      this.fromUser = fromUser;
      this.introduces = message instanceof Message.Claim claim && claim.member().incarnation() == 0;
    }
  }
}

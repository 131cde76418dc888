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
 * News that is still to be told. Each rumour is sent λ·⌈log10(N+1)⌉ times (SWIM, section 4.1: O(log
 * N) suffices to reach all with high probability), at least {@value #FEW}, the least told first,
 * then the shortest, then the newest; a newer one about the same member replaces the older.
 *
 * <p>What somebody missed about a member comes with the next exchange of states. Events and queries
 * come only once, so they are told more often: ⌈ln N⌉ + {@value #CERTAINTY} times. If each of N
 * tells ln N + c others that are drawn at random, all hear of it with a probability of
 * exp(−e<sup>−c</sup>) (Kermarrec, Massoulié and Ganesh, "Probabilistic reliable dissemination in
 * large-scale systems", 2003), so about one in 160 000 misses somebody.
 */
final class BroadcastQueue {
  /** So many tidings, which nothing replaces, are told at a time; the oldest gives way. */
  static final int MAX_TIDINGS = 128;

  private static final int FEW = 6;

  private static final int CERTAINTY = 12;

  /** About a member: by its nonce, then by who says it. The last word has the member's own. */
  private final Map<Long, Map<Long, Rumour>> byMember = new HashMap<>();

  private final ArrayDeque<Rumour> tidings = new ArrayDeque<>();
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

  /** Starts telling this about a member, and stops telling whatever was told about it before. */
  void tell(long nonce, Message message) {
    drop(nonce);
    put(nonce, nonce, message, 0);
  }

  /**
   * Tells that a suspect has failed. Who heard of the suspicion finds that by itself, so this goes
   * on where the telling of the suspicion was, and is told to a few in any case.
   *
   * @param present how many members take part
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

  /**
   * Starts telling that this accuser suspects this member; what other accusers say goes on being
   * told.
   */
  void accuse(Message.Suspect suspect) {
    drop(suspect.nonce(), suspect.nonce());
    drop(suspect.nonce(), suspect.accuser());
    put(suspect.nonce(), suspect.accuser(), suspect, 0);
  }

  /** Stops telling anything about a member. */
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
    var rumour = new Rumour(nonce, accuser, Codec.encode(message), numbers++, false);
    rumour.told = told;
    byMember.computeIfAbsent(nonce, n -> new HashMap<>()).put(accuser, rumour);
    queue.add(rumour);
  }

  /** Starts telling something that is not about a member, to those who understand it. */
  void spread(Message message) {
    if (tidings.size() == MAX_TIDINGS) {
      queue.remove(tidings.removeFirst());
    }
    var rumour = new Rumour(0, 0, Codec.encode(message), numbers++, true);
    tidings.add(rumour);
    queue.add(rumour);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Whether nothing about members is left to tell. */
  boolean settled() {
    return byMember.isEmpty();
  }

  /** Whether some rumour was told fewer than that many times. */
  boolean anyToldLessThan(int times) {
    return !queue.isEmpty() && queue.first().told < times;
  }

  /** λ·⌈log10(N+1)⌉, and a few in a small cluster, where λ alone misses somebody too often. */
  static int limit(int multiplier, int present) {
    return Math.max(FEW, multiplier * (int) Math.ceil(Math.log10(present + 1.0)));
  }

  /** How often something is told that nobody can learn in another way. */
  static int tidingLimit(int present) {
    return (int) Math.ceil(Math.log(Math.max(1, present))) + CERTAINTY;
  }

  /**
   * Encoded rumours that fit into so many bytes, each counted as told once.
   *
   * @param present how many members take part: sets how often a rumour is told
   * @param extensions whether the receiver understands what is not about members
   */
  byte[] take(int budget, int present, boolean extensions) {
    var taken = new ArrayList<Rumour>();
    var bytes = fitting(budget, extensions, taken);
    int ofMembers = limit(multiplier, present);
    int ofTidings = tidingLimit(present);
    taken.forEach(queue::remove);
    for (var rumour : taken) {
      if (++rumour.told < (rumour.tiding ? ofTidings : ofMembers)) {
        queue.add(rumour);
      } else {
        forget(rumour);
      }
    }
    return bytes;
  }

  /** The same, not counted: for a receiver that will hardly pass it on. */
  byte[] peek(int budget, boolean extensions) {
    return fitting(budget, extensions, new ArrayList<>());
  }

  private byte[] fitting(int budget, boolean extensions, List<Rumour> taken) {
    if (queue.isEmpty()) {
      return new byte[0];
    }
    var out = new ByteArrayOutputStream(budget);
    for (var rumour : queue) {
      if (rumour.tiding && !extensions) {
        // Counts as told, else a cluster of the old ones would keep it for ever.
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
    if (rumour.tiding) {
      tidings.remove(rumour);
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
    final boolean tiding;
    int told;

    Rumour(long member, long accuser, byte[] bytes, long number, boolean tiding) {
      this.member = member;
      this.accuser = accuser;
      this.bytes = bytes;
      this.number = number;
      this.tiding = tiding;
    }
  }
}
